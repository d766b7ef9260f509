//! Who holds a port: read from /proc, where there is one.

use std::fs;
use std::path::Path;

/// `nginx (pid 12)`, when this system and this user's rights can tell.
pub fn holder(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().filter_map(|line| listening(line, port).map(str::to_owned)).collect::<Vec<_>>())
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    let processes = fs::read_dir("/proc").ok()?;
    processes.flatten().find_map(|process| {
        let pid: u32 = process.file_name().to_str()?.parse().ok()?;
        let holds = fs::read_dir(process.path().join("fd")).ok()?.flatten().any(|fd| {
            fs::read_link(fd.path()).is_ok_and(|target| sockets.iter().any(|socket| target == Path::new(socket)))
        });
        let name = || fs::read_to_string(process.path().join("comm")).unwrap_or_default();
        holds.then(|| format!("{} (pid {pid})", name().trim()))
    })
}

/// The inode of a line of /proc/net/tcp, if it listens on this port.
fn listening(line: &str, port: u16) -> Option<&str> {
    const LISTEN: &str = "0A";
    let mut words = line.split_whitespace().skip(1);
    let local = words.next()?.rsplit_once(':')?.1;
    let state = words.nth(1)?;
    (state == LISTEN && u16::from_str_radix(local, 16) == Ok(port)).then(|| words.nth(5)).flatten()
}

#[cfg(test)]
mod tests {
    use super::listening;

    #[test]
    fn a_line_of_the_kernels_table_is_read() {
        let line =
            "   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100";
        assert_eq!(listening(line, 3000), Some("4242"));
        assert_eq!(listening(line, 3001), None);
        assert_eq!(listening(&line.replace(" 0A ", " 01 "), 3000), None);
    }
}
