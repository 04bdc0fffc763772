//! Core dumps: the memory of the program, and with it notes, written to a file after a crash.

/// Forbids them for this process. On Linux, other programs of the same user can no longer read its
/// memory either. What the system refuses is logged.
#[cfg(unix)]
pub fn forbid() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core dumps are not limited");
    }
    // A limit does not hold for a program that takes dumps through a pipe.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "the memory can be dumped");
    }
}

/// Nothing is known of other systems.
#[cfg(not(unix))]
pub fn forbid() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn process_is_not_dumped() {
        super::forbid();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }
}
