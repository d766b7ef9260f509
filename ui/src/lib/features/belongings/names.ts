import { m } from '$lib/i18n';
import type { Table } from './types';

export function tableName(table: Table): string {
  return {
    follows: m.client_data_follows,
    lists: m.client_nav_lists,
    blocks: m.client_kept_blocked,
    mutes: m.client_kept_muted,
    domain_blocks: m.client_data_domains,
    bookmarks: m.client_nav_bookmarks,
    followed_tags: m.client_data_tags
  }[table]();
}
