//! Which port is free, and who has the one that is not.

use std::net::{IpAddr, SocketAddr, TcpListener};

/// How many ports after the wanted one are tried.
const TRIES: u16 = 50;

pub fn is_free(ip: IpAddr, port: u16) -> bool {
    // Binding is the only question that the operating system answers truly.
    TcpListener::bind(SocketAddr::new(ip, port)).is_ok()
}

/// The wanted port, or the next free one after it.
pub fn free_from(ip: IpAddr, wanted: u16) -> Option<u16> {
    (wanted..=wanted.saturating_add(TRIES)).find(|port| is_free(ip, *port))
}

/// The program that listens on a port, as "nginx (pid 12)". Only Linux tells, and only of our own programs without root.
#[cfg(target_os = "linux")]
pub fn culprit(port: u16) -> Option<String> {
    let inodes: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().skip(1).filter_map(|line| listening_inode(line, port)).collect::<Vec<_>>())
        .collect();
    let sockets: Vec<String> = inodes.iter().map(|inode| format!("socket:[{inode}]")).collect();
    for process in std::fs::read_dir("/proc").ok()?.flatten() {
        let Ok(pid) = process.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(open) = std::fs::read_dir(process.path().join("fd")) else { continue };
        let has = open.flatten().any(|fd| {
            std::fs::read_link(fd.path()).is_ok_and(|to| sockets.iter().any(|socket| to.as_os_str() == socket.as_str()))
        });
        if has {
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("{} (pid {pid})", name.trim()));
        }
    }
    None
}

#[cfg(not(target_os = "linux"))]
pub fn culprit(_port: u16) -> Option<String> {
    None
}

#[cfg(target_os = "linux")]
fn listening_inode(line: &str, port: u16) -> Option<String> {
    let mut words = line.split_whitespace();
    let local = words.nth(1)?;
    let state = words.nth(1)?;
    let inode = words.nth(5)?;
    let here = u16::from_str_radix(local.rsplit_once(':')?.1, 16).ok()?;
    (here == port && state == "0A").then(|| inode.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_taken_port_is_passed_over_and_its_owner_named() {
        let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let taken = TcpListener::bind((ip, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(!is_free(ip, port));
        assert!(free_from(ip, port).unwrap() > port);
        #[cfg(target_os = "linux")]
        assert!(culprit(port).unwrap().contains(&format!("(pid {})", std::process::id())));
    }
}
