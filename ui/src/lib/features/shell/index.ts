export { default as Shell } from './Shell.svelte';
export { default as Column } from './Column.svelte';
export { default as MembersOnly } from './MembersOnly.svelte';
export { default as Landing } from './Landing.svelte';
