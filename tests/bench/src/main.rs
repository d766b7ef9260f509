//! `npm run bench`: how fast Howdah is beside the most that this machine could do, on both databases, in about eight
//! minutes. Server and client share the machine. Subject and limit alternate, so that whatever else the machine does
//! meets both; what counts is the median of the ratios. A world that was written once is kept between runs.

mod bare;
mod client;
mod database;
mod process;
mod report;
mod seed;
mod world;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant};

use client::{Connection, get, load, post};
use database::Place;
use process::Server;
use report::{Row, Wanted, figure, median};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 5;
/// Half for the subject, half for the limit.
const ROUND: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [word, file] = &args[..]
        && word == "bare"
    {
        return bare::serve(file).await;
    }
    let start = Instant::now();
    for place in world::places(&args).await? {
        measure(place).await?;
    }
    report::line(&format!("\nin {:.1} minutes", start.elapsed().as_secs_f64() / 60.0));
    Ok(())
}

async fn measure(place: world::Founded) -> Outcome<()> {
    let name = place.place.name();
    report::title(&format!("{name}: {} accounts, {} statuses", seed::ACCOUNTS, seed::STATUSES));
    figure("founding, init to ready", &format!("{:.0} ms", place.founding.as_secs_f64() * 1e3), "wanted <= 1000");
    let folder = place.folder.as_path();
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        let server = Server::start(folder).await?;
        starts.push(server.ready.as_secs_f64() * 1e3);
        server.stop().await?;
    }
    figure("start to ready", &format!("{:.0} ms", median(&starts)), "wanted <= 150");
    let server = Server::start(folder).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    figure("memory (PSS), idle", &format!("{:.0} MiB", server.memory()?), "wanted <= 35");
    let world = seed::world();
    let readers = world::tokens(folder, &world).await?;
    let (p50, p95) = delivery(&server, &readers, folder).await?;
    figure("post to stream, p50 and p95", &format!("{p50:.1}, {p95:.1} ms"), "");
    report::line("");
    report::head();
    for page in pages(&world) {
        report::row(&reading(&server, page, &readers).await?);
    }
    report::row(&posting(&server, &place.place, folder, &world).await?);
    figure("\nmemory (PSS), after all this", &format!("{:.0} MiB", server.memory()?), "wanted <= 120");
    server.stop().await
}

struct Reading {
    what: &'static str,
    path: Box<dyn Fn(usize) -> String + Send>,
    wanted: Wanted,
}

/// What is read, each by many readers.
fn pages(world: &seed::World) -> Vec<Reading> {
    let statuses = world.statuses.clone();
    let accounts = world.accounts.clone();
    let status = move |number| format!("/api/v1/statuses/{}", statuses[statuses.len() - 1 - number * 37 % 20_000]);
    let written = move |number| format!("/api/v1/accounts/{}/statuses?limit=20", accounts[number * 7 % 200]);
    let reading = |what, path: Box<dyn Fn(usize) -> String + Send>, ratio, per_second| Reading {
        what,
        path,
        wanted: Wanted { ratio, per_second },
    };
    vec![
        reading("home", Box::new(|_| "/api/v1/timelines/home?limit=20".to_owned()), Some(0.2), 13_000.0),
        reading("public", Box::new(|_| "/api/v1/timelines/public?limit=20".to_owned()), None, 8_400.0),
        reading("single status", Box::new(status), Some(1.0 / 3.0), 18_000.0),
        reading("account statuses", Box::new(written), None, 8_000.0),
        reading("notifications", Box::new(|_| "/api/v1/notifications?limit=20".to_owned()), None, 6_400.0),
    ]
}

async fn reading(server: &Server, page: Reading, readers: &[String]) -> Outcome<Row> {
    let Reading { what, path, wanted } = page;
    let requests = |address: &str| -> Arc<Vec<Vec<u8>>> {
        Arc::new((0..1000).map(|number| get(address, &path(number), &readers[number % readers.len()])).collect())
    };
    let subject = requests(&server.address);
    let mut connection = Connection::open(&server.address).await?;
    let answer = connection.exchange(&subject[0], true).await?;
    if answer.status != 200 {
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        return Err(format!("{what}: {} {body}", answer.status).into());
    }
    let bare = bare::start(&answer.body).await?;
    let limit = requests(&bare.address);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let ours = load(&server.address, server.id(), &subject, ROUND / 2).await?;
        let theirs = load(&bare.address, bare.process.id(), &limit, ROUND / 2).await?;
        rounds.push((ours, theirs.per_second, theirs.cost));
    }
    Ok(summary(what, wanted, &rounds))
}

fn summary(what: &str, wanted: Wanted, rounds: &[(client::Load, f64, f64)]) -> Row {
    let of = |figure: &dyn Fn(&(client::Load, f64, f64)) -> f64| median(&rounds.iter().map(figure).collect::<Vec<_>>());
    Row {
        what: what.to_owned(),
        subject: of(&|(ours, ..)| ours.per_second),
        limit: of(&|(_, theirs, _)| *theirs),
        ratio: of(&|(ours, theirs, _)| ours.per_second / theirs),
        cost: of(&|(ours, ..)| ours.cost),
        limit_cost: of(&|(.., cost)| *cost),
        p50: of(&|(ours, ..)| ours.percentile(50)),
        p99: of(&|(ours, ..)| ours.percentile(99)),
        refused: rounds.iter().map(|(ours, ..)| ours.refused).sum(),
        wanted,
    }
}

async fn posting(server: &Server, place: &Place, folder: &Path, world: &seed::World) -> Outcome<Row> {
    let writers = world::named_tokens(folder, "writers", &world.authors[..20]).await?;
    let requests: Arc<Vec<Vec<u8>>> = Arc::new(
        (0..1000)
            .map(|number| {
                let json = format!(r#"{{"status":"The river was high again this morning, {number}"}}"#);
                post(&server.address, "/api/v1/statuses", &writers[number % writers.len()], &json)
            })
            .collect(),
    );
    let database = place.open().await?;
    let authors = Arc::new(world.authors[..20].to_vec());
    // Below every id of the world, so that bare rows never reach the top of a feed.
    let next = Arc::new(AtomicI64::new(1 << 40));
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let ours = load(&server.address, server.id(), &requests, ROUND / 2).await?;
        let theirs = database.inserts(place, &authors, &next, ROUND / 2).await?;
        rounds.push((ours, theirs, 0.0));
    }
    database.close().await;
    Ok(summary("posting", Wanted { ratio: Some(0.5), per_second: 600.0 }, &rounds))
}

/// From sending a post to its arrival on another member's stream, in milliseconds: median and 95th percentile.
async fn delivery(server: &Server, readers: &[String], folder: &Path) -> Outcome<(f64, f64)> {
    let writer = world::named_tokens(folder, "streamer", &[seed::world().authors[0]]).await?;
    let mut stream = Connection::open(&server.address).await?;
    stream.send(&get(&server.address, "/api/v1/streaming/public/local", &readers[0])).await?;
    stream.until(b"\r\n\r\n").await?;
    let mut connection = Connection::open(&server.address).await?;
    let mut times = Vec::new();
    for number in 0..60 {
        let mark = format!("stream mark {number}.");
        let json = format!(r#"{{"status":"{mark}"}}"#);
        let sent = Instant::now();
        let request = post(&server.address, "/api/v1/statuses", &writer[0], &json);
        let (answer, arrived) = tokio::join!(
            connection.exchange(&request, true),
            tokio::time::timeout(Duration::from_secs(5), stream.until(mark.as_bytes()))
        );
        let answer = answer?;
        if answer.status != 200 {
            return Err(format!("posting: {} {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
        }
        arrived.map_err(|_| "a post did not arrive on the stream within 5 s")??;
        times.push(sent.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[times.len() / 2], times[times.len() * 95 / 100]))
}
