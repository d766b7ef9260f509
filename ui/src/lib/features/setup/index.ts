export { default as Wizard } from './Wizard.svelte';
export { default as StartTrouble } from './StartTrouble.svelte';
export { default as ServerWatch } from './ServerWatch.svelte';
export { default as CommunityHome } from './CommunityHome.svelte';
