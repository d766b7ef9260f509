export { announceOwn, feedFor, type Feed, type FeedSource } from './feed.svelte';
export { default as FeedView } from './FeedView.svelte';
