//! Ending what is read on another thread.

use rusqlite::InterruptHandle;

use super::Db;

/// Ends what is read at this moment with a connection, which then fails. It can be called from any
/// thread.
pub struct Interrupter(InterruptHandle);

impl Db {
    /// The interrupter of this connection.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.conn.get_interrupt_handle())
    }
}

impl Interrupter {
    /// Ends what is being read. Does nothing if nothing is, or if the connection is closed.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}
