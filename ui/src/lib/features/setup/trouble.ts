// A cause in words: what happened, and what it means for the person. What to press stands on the screen's buttons.
import type { Trouble } from '$lib/bindings/desktop';
import { m } from '$lib/i18n';

export function troubleWords(cause: Trouble): { title: string; text: string } {
  switch (cause.kind) {
    case 'server_missing':
      return { title: m.setup_trouble_missing_title(), text: m.setup_trouble_missing_text() };
    case 'port_busy':
      return {
        title: m.setup_trouble_port_title({ port: cause.port }),
        text: cause.by ? m.setup_trouble_port_by({ by: cause.by }) : m.setup_trouble_port_text()
      };
    case 'foreign_server':
      return { title: m.setup_trouble_foreign_title(), text: m.setup_trouble_foreign_text({ port: cause.port }) };
    case 'start_timeout':
      return { title: m.setup_trouble_slow_title(), text: m.setup_trouble_slow_text({ seconds: cause.seconds }) };
    case 'unresponsive':
      return { title: m.setup_trouble_silent_title(), text: m.setup_trouble_silent_text() };
    case 'crashed':
      return { title: m.setup_trouble_crashed_title(), text: m.setup_trouble_crashed_text() };
    case 'keeps_failing':
      return {
        title: m.setup_trouble_loop_title({ times: cause.times }),
        text: cause.last.kind === 'crashed' ? m.setup_trouble_loop_text() : troubleWords(cause.last).text
      };
    case 'data_missing':
      return { title: m.setup_trouble_gone_title(), text: m.setup_trouble_gone_text({ folder: cause.folder }) };
    case 'data_read_only':
      return { title: m.setup_trouble_read_only_title(), text: m.setup_trouble_read_only_text({ folder: cause.folder }) };
    case 'data_full':
      return { title: m.setup_trouble_full_title(), text: m.setup_trouble_full_text({ folder: cause.folder }) };
    case 'data_newer':
      return { title: m.setup_trouble_newer_title(), text: m.setup_trouble_newer_text() };
    case 'data_not_empty':
      return { title: m.setup_trouble_not_empty_title(), text: m.setup_trouble_not_empty_text({ folder: cause.folder }) };
    case 'database_damaged':
      return { title: m.setup_trouble_damaged_title(), text: m.setup_trouble_damaged_text() };
    case 'database_unreachable':
      return { title: m.setup_trouble_database_title(), text: m.setup_trouble_database_text() };
    case 'config':
      return { title: m.setup_trouble_config_title(), text: m.setup_trouble_config_text({ message: cause.message }) };
    case 'already_running':
      return { title: m.setup_trouble_twice_title(), text: m.setup_trouble_twice_text() };
    case 'refused':
      return { title: m.setup_trouble_refused_title(), text: m.setup_trouble_refused_text({ message: cause.message }) };
    case 'backup_damaged':
      return { title: m.setup_trouble_backup_title(), text: m.setup_trouble_backup_text() };
    case 'busy':
      return { title: m.setup_trouble_busy_title(), text: m.setup_trouble_busy_text() };
    default:
      return { title: m.setup_trouble_other_title(), text: m.setup_trouble_other_text({ message: cause.message }) };
  }
}
