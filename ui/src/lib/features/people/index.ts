export { people } from './people.svelte';
export { default as Members } from './Members.svelte';
export { default as Waiting } from './Waiting.svelte';
export { default as Invites } from './Invites.svelte';
export { default as QrCode } from './QrCode.svelte';
