export { default as Filters } from './Filters.svelte';
