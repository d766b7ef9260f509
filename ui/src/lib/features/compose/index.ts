export { compose } from './compose.svelte';
export { default as ComposeDialog } from './ComposeDialog.svelte';
export { default as InlineComposer } from './InlineComposer.svelte';
