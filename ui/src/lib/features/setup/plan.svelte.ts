// The answers of the wizard: every one has a sensible value before anybody types.
import type { Plan, Reach } from '$lib/bindings/desktop';
import { DEFAULT_ACCENT } from '$lib/design';
import { m } from '$lib/i18n';

export type Registrations = 'approval' | 'invite' | 'open' | 'closed';

export class Answers {
  title = $state(m.setup_name_default());
  description = $state(m.setup_purpose_default());
  registrations = $state<Registrations>('approval');
  owner = $state('');
  password = $state('');
  reach = $state<Reach>('network');
  accent = $state(DEFAULT_ACCENT);
  logo = $state.raw<{ bytes: Uint8Array; url: string } | null>(null);

  plan(): Plan {
    return {
      title: this.title.trim(),
      description: this.description.trim(),
      registrations: this.registrations,
      owner: this.owner.trim().replace(/^@/, ''),
      password: this.password,
      reach: this.reach,
      accent: this.accent,
      logo: this.logo ? [...this.logo.bytes] : null
    };
  }
}

export const PASSWORD_LENGTH = 8;

export function ownerProblem(name: string): string | undefined {
  const plain = name.trim().replace(/^@/, '');
  if (!plain) return m.setup_owner_name_blank();
  if (plain.length > 30) return m.setup_owner_name_long();
  if (!/^[A-Za-z0-9_]+$/.test(plain)) return m.setup_owner_name_odd();
  return undefined;
}

export function passwordProblem(password: string): string | undefined {
  return [...password].length < PASSWORD_LENGTH ? m.setup_owner_password_short({ count: PASSWORD_LENGTH }) : undefined;
}

/** Small and square before it leaves the page: a 20-megapixel photograph as a logo helps nobody. Null: not a picture. */
export async function shrinkLogo(file: Blob): Promise<{ bytes: Uint8Array; url: string } | null> {
  const SIDE = 512;
  const source = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIDE;
    const scale = Math.max(SIDE / picture.naturalWidth, SIDE / picture.naturalHeight);
    const [width, height] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
    canvas.getContext('2d')?.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!blob) return null;
    return { bytes: new Uint8Array(await blob.arrayBuffer()), url: URL.createObjectURL(blob) };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(source);
  }
}
