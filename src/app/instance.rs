//! One program for each journal: a second start hands over what it was asked for to the program
//! that is running, and ends.
//!
//! Whoever holds the lock on `….instance` listens on the socket `….socket`. Both lie beside the
//! journal, where only its owner may write, and hold nothing; a folder for all programs, such as
//! `XDG_RUNTIME_DIR`, is not on every system, and nothing is written there. The lock is released
//! when a process ends in any way, so a socket that a killed process has left is recognised. Where
//! no socket can be made, as on a network drive, each start opens a window of its own, which the
//! journal allows.

#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
use std::{
    ffi::OsString,
    fs,
    hash::{Hash as _, Hasher as _},
    io::{self, ErrorKind, Read as _, Write as _},
    net::Shutdown,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
#[cfg(windows)]
use uds_windows::{UnixListener, UnixStream};

use crate::store::FileLock;

/// A longer request is refused. It has room for the longest entry, whatever its letters.
const MAX_REQUEST: usize = 1024 * 1024;
/// How long the program that is running waits for a request to be complete.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a second start waits for the program that is running: it may just be starting.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
const RETRY_INTERVAL: Duration = Duration::from_millis(20);
/// The longest name of a journal that its socket is called after.
const MAX_NAME: usize = 48;
/// The longest path of a socket that every system takes.
const MAX_SOCKET_PATH: usize = 100;

/// What a start of the program asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartRequest {
    /// To see the window.
    Show,
    /// To write an entry in the composer over everything.
    Capture {
        /// What is in it at first.
        text: String,
    },
}

/// What the program that is running answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartAnswer {
    /// It does what was asked for.
    Accepted,
    /// It cannot: it has only the composer.
    Declined,
}

/// What became of a start.
pub enum StartOutcome {
    /// No other program has the journal open; the lock keeps it so.
    First(FileLock),
    /// The program that is running does what was asked for.
    HandedOver,
    /// Another program is running but does not do it, or that is unknown.
    Alone,
}

/// Hands a request over to the program that has the journal open, if there is one.
pub fn hand_over(journal: &Path, request: &StartRequest) -> StartOutcome {
    let place = Place::of(journal);
    let started = Instant::now();
    while started.elapsed() < ANSWER_TIMEOUT {
        match FileLock::try_acquire(&place.lock) {
            Ok(Some(lock)) => return StartOutcome::First(lock),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "whether the journal is open elsewhere is unknown");
                return StartOutcome::Alone;
            }
        }
        match ask(&place.socket, request) {
            Ok(StartAnswer::Accepted) => return StartOutcome::HandedOver,
            Ok(StartAnswer::Declined) => return StartOutcome::Alone,
            // It is just starting or ending.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
                thread::sleep(RETRY_INTERVAL);
            }
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "the program that is running does not answer");
                return StartOutcome::Alone;
            }
        }
    }
    StartOutcome::Alone
}

fn ask(socket: &Path, request: &StartRequest) -> io::Result<StartAnswer> {
    let mut stream = with_short_path(socket, |path| UnixStream::connect(path))?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
    stream.set_write_timeout(Some(ANSWER_TIMEOUT))?;
    stream.write_all(&serde_json::to_vec(request)?)?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    stream.take(64).read_to_end(&mut answer)?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Takes the requests of later starts, on a thread of its own.
pub struct Instance {
    journal: PathBuf,
    place: Place,
    is_stopped: Arc<AtomicBool>,
    is_listening: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Instance {
    /// Starts to listen for requests; without the lock, once no other program holds it.
    pub fn start(
        journal: &Path,
        lock: Option<FileLock>,
        answer: impl FnMut(StartRequest) -> StartAnswer + Send + 'static,
    ) -> Self {
        let place = Place::of(journal);
        let (is_stopped, is_listening) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
        let listener = Listener {
            place: place.clone(),
            is_stopped: Arc::clone(&is_stopped),
            is_listening: Arc::clone(&is_listening),
        };
        let spawned = thread::Builder::new().name("starts".into()).spawn(move || listener.run(lock, answer));
        let thread = spawned.inspect_err(|error| tracing::warn!(%error, "later starts are not noticed")).ok();
        Self { journal: journal.to_owned(), place, is_stopped, is_listening, thread }
    }

    /// The journal whose starts it takes.
    pub fn journal(&self) -> &Path {
        &self.journal
    }
}

impl Drop for Instance {
    /// Removes the socket and the file of the lock.
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        if !self.is_listening.load(Ordering::SeqCst) {
            // It waits for another program to end, and does nothing then.
            return;
        }
        let woken = with_short_path(&self.place.socket, |path| UnixStream::connect(path));
        if woken.is_ok()
            && let Some(thread) = self.thread.take()
        {
            // It panics nowhere.
            let _ = thread.join();
        }
    }
}

/// What the thread of an [`Instance`] works with.
struct Listener {
    place: Place,
    is_stopped: Arc<AtomicBool>,
    is_listening: Arc<AtomicBool>,
}

impl Listener {
    fn run(self, lock: Option<FileLock>, mut answer: impl FnMut(StartRequest) -> StartAnswer) {
        let lock = match lock.map_or_else(|| FileLock::acquire(&self.place.lock), Ok) {
            Ok(lock) => lock,
            Err(error) => return tracing::warn!(%error, "later starts are not noticed"),
        };
        if !self.is_stopped() {
            match self.bind() {
                Ok(listener) => self.listen(&listener, &mut answer),
                Err(error) => tracing::warn!(%error, "later starts are not noticed"),
            }
        }
        remove(&self.place.socket);
        remove(&self.place.lock);
        drop(lock);
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    /// The lock says that no other program listens: what is there was left by one that was killed.
    fn bind(&self) -> io::Result<UnixListener> {
        remove(&self.place.socket);
        let listener = with_short_path(&self.place.socket, |path| UnixListener::bind(path))?;
        make_private(&self.place.socket)?;
        self.is_listening.store(true, Ordering::SeqCst);
        Ok(listener)
    }

    fn listen(&self, listener: &UnixListener, answer: &mut impl FnMut(StartRequest) -> StartAnswer) {
        if self.is_stopped() {
            return;
        }
        for stream in listener.incoming() {
            if self.is_stopped() {
                break;
            }
            let served = stream.and_then(|stream| serve(stream, answer));
            if let Err(error) = served {
                tracing::warn!(kind = ?error.kind(), "a request of another start could not be read");
                // Without files to open, the next would fail at once too.
                thread::sleep(RETRY_INTERVAL);
            }
        }
    }
}

fn serve(mut stream: UnixStream, answer: &mut impl FnMut(StartRequest) -> StartAnswer) -> io::Result<()> {
    let request = read_request(&mut stream)?;
    let answered = answer(serde_json::from_slice(&request)?);
    stream.set_write_timeout(Some(REQUEST_TIMEOUT))?;
    stream.write_all(&serde_json::to_vec(&answered)?)
}

fn read_request(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let deadline = Instant::now() + REQUEST_TIMEOUT;
    let mut request = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
        stream.set_read_timeout(Some(left.ok_or(ErrorKind::TimedOut)?))?;
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(request);
        }
        request.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if request.len() > MAX_REQUEST {
            return Err(ErrorKind::FileTooLarge.into());
        }
    }
}

/// The files by which the programs of a journal find each other.
#[derive(Debug, Clone)]
struct Place {
    lock: PathBuf,
    socket: PathBuf,
}

impl Place {
    fn of(journal: &Path) -> Self {
        let journal = resolve(journal);
        let name = journal.file_name().unwrap_or_default();
        let with_suffix = |name: OsString, suffix: &str| {
            let mut name = name;
            name.push(suffix);
            journal.with_file_name(name)
        };
        let socket_name = if name.len() <= MAX_NAME { name.to_owned() } else { short_name(name.as_encoded_bytes()) };
        Self { lock: with_suffix(name.to_owned(), ".instance"), socket: with_suffix(socket_name, ".socket") }
    }
}

/// The same path for every way to name a journal, also one that is not there yet.
fn resolve(journal: &Path) -> PathBuf {
    let of_folder = || {
        let folder = journal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(journal.file_name()?))
    };
    fs::canonicalize(journal).ok().or_else(of_folder).unwrap_or_else(|| journal.to_owned())
}

fn short_name(name: &[u8]) -> OsString {
    let mut hasher = SipHasher13::new();
    name.hash(&mut hasher);
    format!("rapport-{:016x}", hasher.finish()).into()
}

/// Runs `use_path` with a path that a socket can have: systems take about a hundred bytes.
fn with_short_path<T>(socket: &Path, use_path: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    if socket.as_os_str().len() <= MAX_SOCKET_PATH {
        return use_path(socket);
    }
    with_short_folder(socket, use_path)
}

#[cfg(target_os = "linux")]
fn with_short_folder<T>(socket: &Path, use_path: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    use std::os::fd::AsRawFd as _;

    let (Some(folder), Some(name)) = (socket.parent(), socket.file_name()) else {
        return Err(ErrorKind::InvalidFilename.into());
    };
    let folder = fs::File::open(folder)?;
    use_path(&Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name))
}

/// Other systems have no short name for a folder: there each start opens a window of its own.
#[cfg(not(target_os = "linux"))]
fn with_short_folder<T>(_: &Path, _: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    Err(ErrorKind::InvalidFilename.into())
}

#[cfg(unix)]
fn make_private(socket: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(socket, fs::Permissions::from_mode(0o600))
}

/// The folder decides who may use it.
#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != ErrorKind::NotFound
    {
        tracing::warn!(kind = ?error.kind(), "a file beside the journal stays");
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{
        os::unix::fs::PermissionsExt as _,
        sync::mpsc::{Receiver, channel},
    };

    use super::*;

    /// An instance that accepts everything, and what it was asked for.
    fn listen(journal: &Path, lock: Option<FileLock>) -> (Instance, Receiver<StartRequest>) {
        let (sender, receiver) = channel();
        let instance = Instance::start(journal, lock, move |request| {
            sender.send(request).unwrap();
            StartAnswer::Accepted
        });
        (instance, receiver)
    }

    fn first(journal: &Path) -> (Instance, Receiver<StartRequest>) {
        let StartOutcome::First(lock) = hand_over(journal, &StartRequest::Show) else { panic!("it is the first") };
        listen(journal, Some(lock))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn wait_until(mut holds: impl FnMut() -> bool) {
        while !holds() {
            thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_second_start_hands_over_what_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let (instance, requests) = first(&journal);
        let capture = StartRequest::Capture { text: "dana ! “quiet” today\n漢".to_owned() };
        for request in [StartRequest::Show, capture] {
            assert!(matches!(hand_over(&journal, &request), StartOutcome::HandedOver));
            assert_eq!(requests.recv().unwrap(), request);
        }
        let socket = fs::metadata(folder.path().join("journal.rapport.socket")).unwrap();
        assert_eq!(socket.permissions().mode() & 0o777, 0o600);
        drop(instance);
        assert_eq!(names(folder.path()), [""; 0]);
        drop(first(&journal));
    }

    #[test]
    fn a_socket_that_a_killed_program_has_left_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let place = Place::of(&journal);
        drop(UnixListener::bind(&place.socket).unwrap());
        fs::write(&place.lock, "").unwrap();
        let (_instance, requests) = first(&journal);
        assert!(matches!(hand_over(&journal, &StartRequest::Show), StartOutcome::HandedOver));
        assert_eq!(requests.recv().unwrap(), StartRequest::Show);
    }

    #[test]
    fn malformed_and_huge_requests_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let (_instance, requests) = first(&journal);
        assert!(matches!(hand_over(&journal, &StartRequest::Show), StartOutcome::HandedOver));
        let huge = vec![b'['; MAX_REQUEST * 2];
        let nested = "[".repeat(100_000);
        for bytes in [b"".as_slice(), b"\xff\xfe", b"{\"capture\":{}}", b"\"erase\"", nested.as_bytes(), &huge] {
            let mut stream = UnixStream::connect(Place::of(&journal).socket).unwrap();
            // It is cut off in the middle of the huge one.
            let _ = stream.write_all(bytes);
            let _ = stream.shutdown(Shutdown::Write);
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            assert_eq!(answer, b"", "{:?}", bytes.get(..20));
        }
        // One that says nothing holds up the others only for a while.
        let _silent = UnixStream::connect(Place::of(&journal).socket).unwrap();
        assert!(matches!(hand_over(&journal, &StartRequest::Show), StartOutcome::HandedOver));
        assert_eq!(requests.try_iter().count(), 2);
    }

    #[test]
    fn every_way_to_name_a_journal_finds_the_same_program() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        let (_instance, _requests) = first(&journal);
        let outcome = hand_over(&link.join("journal.rapport"), &StartRequest::Show);
        assert!(matches!(outcome, StartOutcome::HandedOver));
        let other = hand_over(&folder.path().join("other.rapport"), &StartRequest::Show);
        assert!(matches!(other, StartOutcome::First(_)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_is_too_long_for_a_socket_works() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a long name of a folder ".repeat(8)).join("x".repeat(200));
        fs::create_dir_all(&deep).unwrap();
        let journal = deep.join(format!("{}.rapport", "y".repeat(200)));
        let (instance, requests) = first(&journal);
        assert!(matches!(hand_over(&journal, &StartRequest::Show), StartOutcome::HandedOver));
        assert_eq!(requests.recv().unwrap(), StartRequest::Show);
        drop(instance);
        assert_eq!(names(&deep), [""; 0]);
    }

    #[test]
    fn a_program_that_was_not_the_first_listens_once_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let (earlier, _) = first(&journal);
        wait_until(|| earlier.is_listening.load(Ordering::SeqCst));
        let (later, requests) = listen(&journal, None);
        drop(earlier);
        wait_until(|| later.is_listening.load(Ordering::SeqCst));
        assert!(matches!(hand_over(&journal, &StartRequest::Show), StartOutcome::HandedOver));
        assert_eq!(requests.recv().unwrap(), StartRequest::Show);
    }

    #[test]
    fn a_folder_that_cannot_be_written_lets_every_start_have_its_window() {
        let missing = Path::new("/proc/rapport/journal.rapport");
        assert!(matches!(hand_over(missing, &StartRequest::Show), StartOutcome::Alone));
    }
}
