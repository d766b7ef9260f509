//! Founding the communities that are measured, and keeping what is dear to make between runs.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::database::Place;
use crate::process::{Server, command};
use crate::seed::{self, World};

pub struct Founded {
    pub place: Place,
    pub folder: PathBuf,
    pub founding: Duration,
}

#[expect(clippy::disallowed_methods, reason = "the bench is told by its script where to work")]
fn setting(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("{name} is not set: use `npm run bench`").into())
}

/// Both databases, or the one that the arguments name.
pub async fn places(args: &[String]) -> Outcome<Vec<Founded>> {
    let cache = PathBuf::from(setting("HOWDAH_BENCH_CACHE")?);
    let wanted = |name: &str| args.is_empty() || args.iter().any(|arg| arg == name);
    let mut places = Vec::new();
    if wanted("sqlite") {
        places.push(sqlite(&cache).await?);
    }
    if wanted("postgres") {
        places.push(postgres(&cache, &setting("HOWDAH_TEST_POSTGRES")?).await?);
    }
    Ok(places)
}

/// How long a new community takes, from `init` to ready; thrown away again.
async fn founding(cache: &Path, url: Option<&str>) -> Outcome<Duration> {
    let folder = cache.join("founding");
    remove(&folder)?;
    let start = Instant::now();
    init(&folder, url).await?;
    let server = Server::start(&folder).await?;
    let took = start.elapsed();
    server.stop().await?;
    remove(&folder)?;
    Ok(took)
}

async fn init(folder: &Path, url: Option<&str>) -> Outcome<()> {
    let mut args = vec!["init", "--domain", "localhost:3000", "--scheme", "http", "--listen", "127.0.0.1:3000"];
    args.extend(["--title", "Bench", "--registrations", "open"]);
    if let Some(url) = url {
        args.extend(["--database-url", url]);
    }
    command(&args, folder).await?;
    let config = folder.join("instance.toml");
    let text = std::fs::read_to_string(&config)?;
    let unlimited = text.replacen("[limits]\nenabled = true", "[limits]\nenabled = false", 1);
    let quiet = unlimited.replacen("level = \"info\"", "level = \"warn\"", 1);
    Ok(std::fs::write(config, quiet)?)
}

/// The world is kept as long as the schema is the same.
fn key(engine: &str) -> Outcome<String> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(Path::new("migrations").join(engine))?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        for byte in std::fs::read(file)?.into_iter().chain(include_str!("seed.rs").bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(format!("{hash:016x}"))
}

async fn sqlite(cache: &Path) -> Outcome<Founded> {
    let founding = founding(cache, None).await?;
    let kept = cache.join(format!("sqlite-{}", key("sqlite")?));
    if !kept.exists() {
        crate::report::line("Writing the world for SQLite (kept for the next time) ...");
        let making = cache.join("sqlite-making");
        remove(&making)?;
        init(&making, None).await?;
        let place = Place::Sqlite(database_file(&making)?);
        let database = place.open().await?;
        seed::write(&database, &place).await?;
        database.close().await;
        tokens(&making, &seed::world()).await?;
        std::fs::rename(&making, &kept)?;
    }
    // What is measured is a copy: posting must not make the next run's world larger.
    let folder = cache.join("sqlite-run");
    remove(&folder)?;
    copy(&kept, &folder)?;
    Ok(Founded { place: Place::Sqlite(database_file(&folder)?), folder, founding })
}

fn database_file(folder: &Path) -> Outcome<PathBuf> {
    std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "sqlite"))
        .ok_or_else(|| "no database file in the community's folder".into())
}

/// The cluster is kept between runs: the world is a database of it, and what is measured is a copy of that.
async fn postgres(cache: &Path, url: &str) -> Outcome<Founded> {
    let named = |name: &str| url.replace("/postgres?", &format!("/{name}?"));
    let admin = Place::Postgres(url.to_owned()).open().await?;
    let anew = async |name: &str, from: &str| {
        admin.run(format!("DROP DATABASE IF EXISTS {name}")).await?;
        admin.run(format!("CREATE DATABASE {name} TEMPLATE {from}")).await
    };
    anew("howdah_founding", "template0").await?;
    let founding = founding(cache, Some(&named("howdah_founding"))).await?;
    let key = key("postgres")?;
    let (world, kept) = (format!("howdah_world_{key}"), cache.join(format!("postgres-{key}")));
    let there = format!("SELECT count(*) FROM pg_database WHERE datname = '{world}'");
    if !kept.exists() || admin.number(&there).await? == 0 {
        crate::report::line("Writing the world for PostgreSQL (kept for the next time) ...");
        let making = cache.join("postgres-making");
        remove(&making)?;
        remove(&kept)?;
        anew(&world, "template0").await?;
        init(&making, Some(&named(&world))).await?;
        let options = "&options[synchronous_commit]=off&options[session_replication_role]=replica";
        let hasty = Place::Postgres(named(&world) + options);
        let database = hasty.open().await?;
        seed::write(&database, &hasty).await?;
        database.run("VACUUM ANALYZE".to_owned()).await?;
        database.close().await;
        tokens(&making, &seed::world()).await?;
        std::fs::rename(&making, &kept)?;
    }
    anew("howdah_bench", &world).await?;
    admin.run("CHECKPOINT".to_owned()).await?;
    admin.close().await;
    let folder = cache.join("postgres-run");
    remove(&folder)?;
    copy(&kept, &folder)?;
    let config = folder.join("instance.toml");
    let place = named("howdah_bench");
    // The socket is elsewhere on every run.
    let lines: Vec<String> = std::fs::read_to_string(&config)?
        .lines()
        .map(|line| if line.starts_with("url = ") { format!("url = \"{place}\"") } else { line.to_owned() })
        .collect();
    std::fs::write(config, lines.join("\n"))?;
    Ok(Founded { place: Place::Postgres(place), folder, founding })
}

/// Tokens of a hundred readers, made by the command line once and kept beside the database that knows them.
pub async fn tokens(folder: &Path, world: &World) -> Outcome<Vec<String>> {
    let readers: Vec<i64> = world.accounts.iter().copied().step_by(10).collect();
    named_tokens(folder, "readers", &readers).await
}

pub async fn named_tokens(folder: &Path, name: &str, accounts: &[i64]) -> Outcome<Vec<String>> {
    let file = folder.join(format!("bench-{name}.txt"));
    if let Ok(text) = std::fs::read_to_string(&file) {
        return Ok(text.lines().map(str::to_owned).collect());
    }
    let first = seed::world().accounts[0];
    let mut tokens = Vec::new();
    for account in accounts {
        let member = format!("m{}", account - first);
        tokens.push(command(&["account", "token", &member, "--scopes", "read write"], folder).await?);
    }
    std::fs::write(file, tokens.join("\n"))?;
    Ok(tokens)
}

fn remove(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
