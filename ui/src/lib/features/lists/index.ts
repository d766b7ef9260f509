export { default as Lists } from './Lists.svelte';
export { default as ListPage } from './ListPage.svelte';
