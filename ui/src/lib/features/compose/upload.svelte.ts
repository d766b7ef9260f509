// One picture on its way: preview at once, progress, the server's preparing, and another try when it failed.
import { ApiError, type Api, type Instance, type MediaAttachment } from '$lib/api';
import { bytes, m, problem } from '$lib/i18n';

export class Upload {
  progress = $state<number | null>(0);
  phase = $state<'sending' | 'preparing' | 'ready' | 'failed'>('sending');
  trouble = $state('');
  attachment = $state.raw<MediaAttachment | null>(null);
  description = $state('');
  focus = $state<{ x: number; y: number }>({ x: 0, y: 0 });
  readonly preview: string;
  readonly isImage: boolean;
  #stop = new AbortController();

  /** A file from this device, or what the server already has of a draft that outlived its page. */
  constructor(
    private readonly source: File | MediaAttachment,
    private readonly api: Api
  ) {
    if (source instanceof File) {
      this.preview = URL.createObjectURL(source);
      this.isImage = source.type.startsWith('image/');
      void this.send();
    } else {
      this.preview = source.preview_url ?? source.url ?? '';
      this.isImage = source.type === 'image' || source.type === 'gifv';
      this.attachment = source;
      this.description = source.description ?? '';
      this.focus = { x: source.meta?.focus?.x ?? 0, y: source.meta?.focus?.y ?? 0 };
      this.phase = 'ready';
    }
  }

  async send(): Promise<void> {
    const file = this.source;
    if (!(file instanceof File)) return;
    this.phase = 'sending';
    this.trouble = '';
    this.progress = 0;
    const form = new FormData();
    form.append('file', file);
    if (this.description) form.append('description', this.description);
    try {
      let media = await this.api.upload<MediaAttachment>('POST', '/api/v2/media', form, {
        signal: this.#stop.signal,
        onProgress: (part) => {
          this.progress = part;
          if (part >= 1) this.phase = 'preparing';
        }
      });
      // 202: still being prepared; there is no address yet.
      for (let wait = 400; !media.url; wait = Math.min(wait * 1.5, 4000)) {
        this.phase = 'preparing';
        await new Promise((done) => setTimeout(done, wait));
        if (this.#stop.signal.aborted) return;
        media = await this.api.get<MediaAttachment>(`/api/v1/media/${media.id}`);
      }
      this.attachment = media;
      this.phase = 'ready';
      if (this.description && media.description !== this.description) await this.describe(this.description, this.focus);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      this.phase = 'failed';
      this.trouble =
        error instanceof ApiError && error.kind === 'invalid'
          ? m.client_compose_media_bad({ name: file.name })
          : problem(error).title;
    }
  }

  async describe(description: string, focus: { x: number; y: number }): Promise<void> {
    this.description = description;
    this.focus = focus;
    if (!this.attachment) return;
    this.attachment = await this.api.put<MediaAttachment>(`/api/v1/media/${this.attachment.id}`, {
      description,
      focus: `${focus.x.toFixed(2)},${focus.y.toFixed(2)}`
    });
  }

  dispose(): void {
    this.#stop.abort();
    if (this.source instanceof File) URL.revokeObjectURL(this.preview);
  }
}

/** What can be said before a byte is sent. The server looks again, into the file. */
export function refusal(file: File, instance: Instance | null): string | null {
  const limits = instance?.configuration.media_attachments;
  if (!limits) return null;
  if (file.type && !limits.supported_mime_types.includes(file.type)) return m.client_compose_media_type({ name: file.name });
  const limit = file.type.startsWith('image/') ? limits.image_size_limit : limits.video_size_limit;
  if (file.size > limit) return m.client_compose_media_large({ name: file.name, size: bytes(limit) });
  return null;
}
