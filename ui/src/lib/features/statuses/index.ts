export { statuses } from './store.svelte';
export { plainText } from './content';
export { onReply, replyTo } from './reply';
export { accountPath, displayName, statusPath } from './path';
export { default as StatusCard } from './StatusCard.svelte';
export { default as Content } from './Content.svelte';
export { default as EmojiText } from './EmojiText.svelte';
export { default as VisibilityIcon } from './VisibilityIcon.svelte';
