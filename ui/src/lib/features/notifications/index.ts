export { unread } from './unread.svelte';
export { default as Notifications } from './Notifications.svelte';
