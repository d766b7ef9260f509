//! What the window may ask: only what a browser cannot do. Everything social goes through the server's API.

mod closing;
mod founding;
mod network;
mod restoring;
mod server;
mod session;

use tauri::Wry;
use tauri::ipc::Invoke;

pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        closing::close_window,
        closing::quit,
        closing::restart,
        session::session,
        session::save_session,
        session::open_external,
        server::status,
        server::start_server,
        server::stop_server,
        server::logs,
        server::open_folder,
        network::network,
        network::set_reach,
        founding::found,
        founding::enter,
        restoring::restore_begin,
        restoring::restore_piece,
        restoring::restore_try,
        restoring::restore_take,
        restoring::restore_discard,
    ]
}
