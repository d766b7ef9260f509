//! The addresses under which other devices may reach this computer, best first. The first non-loopback address is often a VPN or a
//! container bridge, and then the QR code leads nowhere: so adapters are scored, and the person may choose another.

use serde::Serialize;
use std::net::{IpAddr, Ipv4Addr};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct LanAddress {
    pub ip: String,
    pub adapter: String,
    pub medium: Medium,
    pub score: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Medium {
    Wifi,
    Cable,
    Virtual,
    Unknown,
}

pub fn addresses() -> Vec<LanAddress> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let seen = found.into_iter().filter_map(|adapter| match adapter.ip() {
        IpAddr::V4(ip) => Some((medium(&adapter.name), adapter.name, ip)),
        IpAddr::V6(_) => None,
    });
    rank(seen)
}

pub fn rank(seen: impl Iterator<Item = (Medium, String, Ipv4Addr)>) -> Vec<LanAddress> {
    let mut list: Vec<LanAddress> = seen
        .filter(|(_, _, ip)| !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified())
        .map(|(medium, adapter, ip)| LanAddress { score: score(medium, ip), ip: ip.to_string(), adapter, medium })
        .collect();
    list.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.ip.cmp(&b.ip)));
    list
}

fn score(medium: Medium, ip: Ipv4Addr) -> i32 {
    let place = match medium {
        Medium::Wifi | Medium::Cable => 40,
        Medium::Unknown => 20,
        Medium::Virtual => -60,
    };
    // Home routers hand out 192.168; 172.16/12 is where containers live; 100.64/10 is a VPN's or a carrier's.
    let range = match ip.octets() {
        [192, 168, ..] => 30,
        [10, ..] => 25,
        [172, 16..=31, ..] => 10,
        [100, 64..=127, ..] => -20,
        _ => 0,
    };
    place + range
}

fn medium(adapter: &str) -> Medium {
    const VIRTUAL: [&str; 19] = [
        "docker",
        "veth",
        "br-",
        "virbr",
        "vmnet",
        "vboxnet",
        "tun",
        "tap",
        "wg",
        "tailscale",
        "zt",
        "utun",
        "ppp",
        "lxc",
        "lxd",
        "podman",
        "cni",
        "vethernet",
        "ipsec",
    ];
    let name = adapter.to_lowercase();
    if VIRTUAL.iter().any(|start| name.starts_with(start)) || name.contains("virtual") || name.contains("vpn") {
        return Medium::Virtual;
    }
    if name.starts_with("wl") || name.contains("wi-fi") || name.contains("wlan") {
        return Medium::Wifi;
    }
    let device = std::path::Path::new("/sys/class/net").join(adapter);
    if name.starts_with("en") || name.starts_with("eth") || device.join("device").exists() {
        return Medium::Cable;
    }
    if device.exists() { Medium::Virtual } else { Medium::Unknown }
}

/// `ada-laptop.local`, where the network has mDNS. Never shown without an IP address beside it.
pub fn local_name() -> Option<String> {
    let name =
        ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|file| std::fs::read_to_string(file).ok())?;
    let name = name.trim().split('.').next()?.to_lowercase();
    let plain = !name.is_empty() && name != "localhost" && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plain.then(|| format!("{name}.local"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_adapters_come_before_virtual_ones() {
        let seen = [
            (medium("docker0"), "docker0", [172, 17, 0, 1]),
            (medium("tailscale0"), "tailscale0", [100, 99, 1, 2]),
            (medium("lo"), "lo", [127, 0, 0, 1]),
            (medium("wlp3s0"), "wlp3s0", [192, 168, 1, 23]),
            (medium("enp2s0"), "enp2s0", [10, 0, 0, 5]),
            (medium("vboxnet0"), "vboxnet0", [192, 168, 56, 1]),
        ];
        let order: Vec<String> = rank(seen.into_iter().map(|(m, n, ip)| (m, n.to_owned(), ip.into())))
            .into_iter()
            .map(|address| address.adapter)
            .collect();
        assert_eq!(order[..2], ["wlp3s0", "enp2s0"]);
        assert!(!order.contains(&"lo".to_owned()));
        assert_eq!(order.len(), 5);
    }
}
