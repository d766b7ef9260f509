//! Is there a session bus? Asked before anything uses it: the single-instance plugin panics on a bad address.

#[cfg(target_os = "linux")]
pub fn answers() -> bool {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixStream};
    crate::places::session_bus_addresses().iter().any(|address| {
        let Some(parts) = address.strip_prefix("unix:") else { return false };
        parts.split(',').filter_map(|part| part.split_once('=')).any(|(key, value)| match key {
            "path" => UnixStream::connect(value).is_ok(),
            "abstract" => SocketAddr::from_abstract_name(value).and_then(|at| UnixStream::connect_addr(&at)).is_ok(),
            _ => false,
        })
    })
}

#[cfg(not(target_os = "linux"))]
pub fn answers() -> bool {
    true
}
