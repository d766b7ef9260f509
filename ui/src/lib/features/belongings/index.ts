export { default as Taking } from './Taking.svelte';
export { default as Bringing } from './Bringing.svelte';
export { default as Leaving } from './Leaving.svelte';
