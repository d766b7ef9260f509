export type Archive = {
  id: string;
  /** Parts of a hundred that are done. */
  progress: number;
  size: number | null;
  created_at: string;
  done_at: string | null;
  next_possible_at: string;
  url: string | null;
};
export type Exports = { archive: Archive | null; tables: Table[] };
export type Table = 'follows' | 'lists' | 'blocks' | 'mutes' | 'domain_blocks' | 'bookmarks' | 'followed_tags';
export type Import = {
  id: string;
  kind: Table;
  mode: 'merge' | 'overwrite';
  state: 'unconfirmed' | 'running' | 'done' | string;
  total: number;
  done: number;
  failed: number;
  created_at: string;
  unknown?: string[];
  unknown_count?: number;
};
