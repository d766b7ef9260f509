//! Is there a session bus, and does somebody on it draw trays? Asked before anything relies on it: the single-instance plugin
//! panics on a bad address, and a window must not hide behind an icon that nobody shows.

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

/// Desktops without a tray (GNOME as it comes) have the library all the same, and then the icon is nowhere.
#[cfg(target_os = "linux")]
pub async fn shows_trays() -> bool {
    const NAME: &str = "org.kde.StatusNotifierWatcher";
    let ask = async {
        let bus = zbus::Connection::session().await?;
        let asked = (NAME, "IsStatusNotifierHostRegistered");
        let properties = Some("org.freedesktop.DBus.Properties");
        let answer = bus.call_method(Some(NAME), "/StatusNotifierWatcher", properties, "Get", &asked).await?;
        let value: zbus::zvariant::OwnedValue = answer.body().deserialize()?;
        Ok::<_, zbus::Error>(bool::try_from(value)?)
    };
    if !answers() {
        return false;
    }
    let limit = std::time::Duration::from_secs(1);
    matches!(tokio::time::timeout(limit, ask).await, Ok(Ok(true)))
}

#[cfg(not(target_os = "linux"))]
pub fn answers() -> bool {
    true
}

#[cfg(not(target_os = "linux"))]
pub async fn shows_trays() -> bool {
    true
}
