// Written by src-tauri/supervisor/tests/bindings.rs from the Rust types. Do not edit.

export type ServerState = { "kind": "stopped" } | { "kind": "starting" } | { "kind": "running", url: string, port: number, 
/**
 * The port that was wanted and is somebody else's.
 */
moved: Moved | null, } | { "kind": "degraded", url: string, port: number, } | { "kind": "stopping" } | { "kind": "restarting", attempt: number, of: number, cause: Trouble, } | { "kind": "failed", cause: Trouble, } | { "kind": "restoring" };

export type Moved = { from: number, by: string | null, };

export type Trouble = { "kind": "server_missing" } | { "kind": "port_busy", port: number, by: string | null, } | { "kind": "foreign_server", port: number, } | { "kind": "start_timeout", seconds: number, } | { "kind": "unresponsive" } | { "kind": "crashed", code: number | null, } | { "kind": "keeps_failing", times: number, last: Trouble, } | { "kind": "data_missing", folder: string, } | { "kind": "data_read_only", folder: string, } | { "kind": "data_full", folder: string, } | { "kind": "data_newer", folder: string, } | { "kind": "data_not_empty", folder: string, } | { "kind": "database_damaged", message: string, } | { "kind": "database_unreachable", message: string, } | { "kind": "config", message: string, } | { "kind": "already_running", pid: number | null, } | { "kind": "refused", message: string, } | { "kind": "backup_damaged" } | { "kind": "busy" } | { "kind": "other", message: string, };

export type Reach = "this_computer" | "network" | "internet_later";

export type Plan = { title: string, description: string, 
/**
 * open, approval, invite or closed
 */
registrations: string, owner: string, password: string, reach: Reach, accent: string, 
/**
 * A picture that the window has already made small.
 */
logo: Array<number> | null, };

export type Step = "init" | "owner" | "token" | "serve" | "look" | "done";

export type LanAddress = { ip: string, adapter: string, medium: Medium, score: number, };

export type Medium = "wifi" | "cable" | "virtual" | "unknown";

export type Restored = { title: string, members: number, statuses: number, };

export type Session = { baseUrl: string, token: string | null, };

export type Status = { state: ServerState, has_community: boolean, reach: Reach | null, folder: string | null, notices: Array<Notice>, };

export type Notice = "no_tray" | "no_session_bus" | "no_keychain";

export type Closing = "into_tray" | "without_tray";

export type Close = "keep_running" | "quit" | "stay";

export type Network = { reach: Reach, port: number, addresses: Array<LanAddress>, local_name: string | null, };
