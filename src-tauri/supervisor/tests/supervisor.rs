//! The supervisor against a small fake server: what it does when the child misbehaves.

use howdah_supervisor::found::{self, Plan};
use howdah_supervisor::logs::Logs;
use howdah_supervisor::{Home, Reach, ServerState, Settings, Supervisor, Times, Trouble};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn program() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fake-server.py")
}

fn times() -> Times {
    let ms = Duration::from_millis;
    Times {
        start: ms(3000),
        grace: ms(3000),
        poll: ms(50),
        answer: ms(300),
        pause: ms(10),
        stable: Duration::from_secs(60),
        restarts: 3,
        patience: (1, 3),
    }
}

fn any_port() -> u16 {
    TcpListener::bind((LOOPBACK, 0)).unwrap().local_addr().unwrap().port()
}

fn supervisor(data: &TempDir, mode: &str, port: u16) -> Supervisor {
    std::fs::write(data.path().join("mode"), mode).unwrap();
    let settings = Settings {
        server: Some(program()),
        data: data.path().to_owned(),
        ip: LOOPBACK,
        port,
        pid_file: data.path().join("server.pid"),
        times: times(),
    };
    Supervisor::new(settings, Arc::new(Logs::open(&data.path().join("logs"))))
}

fn pid(data: &TempDir) -> u32 {
    let text = std::fs::read_to_string(data.path().join("server.pid")).unwrap();
    serde_json::from_str::<serde_json::Value>(&text).unwrap()["pid"].as_u64().unwrap() as u32
}

fn lives(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

async fn until(supervisor: &Supervisor, what: impl Fn(&ServerState) -> bool) -> ServerState {
    let mut changes = supervisor.changes();
    let found = tokio::time::timeout(Duration::from_secs(20), changes.wait_for(|state| what(state))).await;
    found.unwrap_or_else(|_| panic!("still {:?}", supervisor.state())).unwrap().clone()
}

#[tokio::test]
async fn starts_and_stops() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "good", any_port());
    supervisor.start().await;
    supervisor.settled().await.unwrap();
    let server = pid(&data);
    assert!(lives(server));
    supervisor.stop().await;
    assert_eq!(supervisor.state(), ServerState::Stopped);
    assert!(!lives(server));
    assert!(!data.path().join("server.pid").exists());
    supervisor.start().await;
    supervisor.settled().await.unwrap();
    supervisor.stop().await;
}

#[tokio::test]
async fn a_killed_server_comes_back_on_the_same_port() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "good", any_port());
    supervisor.start().await;
    let before = supervisor.settled().await.unwrap();
    let old = pid(&data);
    std::process::Command::new("kill").args(["-9", &old.to_string()]).status().unwrap();
    until(&supervisor, |state| matches!(state, ServerState::Restarting { .. } | ServerState::Starting)).await;
    assert_eq!(supervisor.settled().await.unwrap(), before);
    assert_ne!(pid(&data), old);
    supervisor.stop().await;
}

#[tokio::test]
async fn a_server_that_dies_in_a_loop_is_given_up_with_a_cause() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "crash", any_port());
    supervisor.start().await;
    let cause = supervisor.settled().await.unwrap_err();
    assert_eq!(cause, Trouble::KeepsFailing { times: 4, last: Box::new(Trouble::Crashed { code: Some(3) }) });
    // The button "try again" works.
    std::fs::write(data.path().join("mode"), "good").unwrap();
    supervisor.start().await;
    until(&supervisor, |state| matches!(state, ServerState::Running { .. })).await;
    supervisor.stop().await;
}

#[tokio::test]
async fn a_cause_that_stays_is_not_tried_again() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "damaged", any_port());
    supervisor.start().await;
    let cause = supervisor.settled().await.unwrap_err();
    assert_eq!(cause, Trouble::DatabaseDamaged { message: "told so".into() });
    assert_eq!(std::fs::read_to_string(data.path().join("starts")).unwrap(), "damaged\n");
}

#[tokio::test]
async fn a_server_that_never_gets_ready_is_ended() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "hang good", any_port());
    supervisor.start().await;
    let state = until(&supervisor, |state| matches!(state, ServerState::Restarting { .. })).await;
    assert_eq!(state, ServerState::Restarting { attempt: 1, of: 3, cause: Trouble::StartTimeout { seconds: 3 } });
    supervisor.settled().await.unwrap();
    supervisor.stop().await;
}

#[tokio::test]
async fn a_foreign_server_is_never_taken_for_ours() {
    let data = TempDir::new().unwrap();
    let port = any_port();
    let supervisor = supervisor(&data, "foreign", port);
    supervisor.start().await;
    assert_eq!(supervisor.settled().await.unwrap_err(), Trouble::ForeignServer { port });
}

#[tokio::test]
async fn a_taken_port_is_passed_over_and_named() {
    let data = TempDir::new().unwrap();
    let taken = TcpListener::bind((LOOPBACK, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let supervisor = supervisor(&data, "good", port);
    supervisor.start().await;
    let state = until(&supervisor, |state| matches!(state, ServerState::Running { .. })).await;
    let ServerState::Running { port: now, moved: Some(moved), .. } = state else { panic!("{state:?}") };
    assert!(now > port);
    assert_eq!(moved.from, port);
    assert!(moved.by.unwrap().contains(&std::process::id().to_string()));
    supervisor.stop().await;
}

#[tokio::test]
async fn a_deaf_server_is_degraded_and_then_replaced() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "good", any_port());
    supervisor.start().await;
    supervisor.settled().await.unwrap();
    std::fs::write(data.path().join("deaf"), "").unwrap();
    until(&supervisor, |state| matches!(state, ServerState::Degraded { .. })).await;
    until(&supervisor, |state| matches!(state, ServerState::Restarting { cause: Trouble::Unresponsive, .. })).await;
    std::fs::remove_file(data.path().join("deaf")).unwrap();
    until(&supervisor, |state| matches!(state, ServerState::Running { .. })).await;
    supervisor.stop().await;
}

#[tokio::test]
async fn without_the_program_there_is_a_cause() {
    let data = TempDir::new().unwrap();
    let settings = Settings {
        server: None,
        data: data.path().to_owned(),
        ip: LOOPBACK,
        port: any_port(),
        pid_file: data.path().join("server.pid"),
        times: times(),
    };
    let supervisor = Supervisor::new(settings, Arc::new(Logs::open(data.path())));
    supervisor.start().await;
    assert_eq!(supervisor.settled().await.unwrap_err(), Trouble::ServerMissing);
}

#[tokio::test]
async fn the_server_ends_when_nobody_holds_it() {
    let data = TempDir::new().unwrap();
    let supervisor = supervisor(&data, "good", any_port());
    supervisor.start().await;
    supervisor.settled().await.unwrap();
    let server = pid(&data);
    drop(supervisor);
    for _ in 0..100 {
        if !lives(server) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the server outlived its supervisor");
}

#[tokio::test]
async fn a_failed_founding_leaves_nothing_and_the_next_one_works() {
    let dir = TempDir::new().unwrap();
    let home = Home::open(dir.path()).unwrap();
    let mut plan = Plan {
        title: "Garden".into(),
        description: String::new(),
        registrations: "approval".into(),
        owner: "ada".into(),
        password: "short".into(),
        reach: Reach::ThisComputer,
        accent: "#0e6b66".into(),
        logo: None,
    };
    let bystander = home.communities().join("other");
    std::fs::create_dir(&bystander).unwrap();
    let refused = found::prepare(&home, &program(), &plan, &|_| ()).await.unwrap_err();
    assert_eq!(refused, Trouble::Refused { message: "told so".into() });
    assert_eq!(std::fs::read_dir(home.communities()).unwrap().count(), 1);
    plan.password = "long enough & odd 'signs'".into();
    let (record, token) = found::prepare(&home, &program(), &plan, &|_| ()).await.unwrap();
    assert_eq!(token, "secret-token");
    // Going on after a failure further along uses what is there.
    let (again, _) = found::prepare(&home, &program(), &plan, &|_| ()).await.unwrap();
    assert_eq!(again, record);
    let memory = std::fs::read_to_string(dir.path().join("app.json")).unwrap();
    assert!(!memory.contains("long enough"), "no password in {memory}");
}
