//! Sealing a message for one app: RFC 8291, and the draft before it that older apps still read. Both agree on a key over
//! P-256 and seal a single record with AES-128-GCM; they differ in how the keys are derived and where the salt stands.

use crate::error::{Error, Result};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};

/// The only record is at most this long.
const RECORD: u32 = 4096;
/// Room for the delimiter and the seal within it.
const MOST: usize = RECORD as usize - 17;

/// The body of the draft's message, and what its headers carry.
pub struct Legacy {
    pub body: Vec<u8>,
    pub salt: [u8; 16],
    pub public_key: Vec<u8>,
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF with SHA-256: extract, then expand to `length` bytes.
fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], length: usize) -> Result<Vec<u8>> {
    let mut out = vec![0; length];
    let key = Salt::new(HKDF_SHA256, salt).extract(secret);
    key.expand(info, Length(length)).and_then(|okm| okm.fill(&mut out)).map_err(Error::internal)?;
    Ok(out)
}

fn seal(key: &[u8], nonce: &[u8], mut text: Vec<u8>) -> Result<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, key).map_err(Error::internal)?);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(Error::internal)?;
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut text).map_err(Error::internal)?;
    Ok(text)
}

/// Our fresh key pair's public half, and the secret shared with the app.
fn shared(own: &PrivateKey, theirs: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let public = own.compute_public_key().map_err(Error::internal)?.as_ref().to_vec();
    let peer = UnparsedPublicKey::new(&ECDH_P256, theirs);
    let secret = agree(own, peer, Error::validation("Key p256dh is invalid"), |secret| Ok(secret.to_vec()))?;
    Ok((public, secret))
}

fn fresh() -> Result<(PrivateKey, [u8; 16])> {
    let mut salt = [0; 16];
    crate::app::fill_random(&mut salt);
    Ok((PrivateKey::generate(&ECDH_P256).map_err(Error::internal)?, salt))
}

/// Whether somebody could be written to under this key.
pub fn is_key(theirs: &[u8]) -> bool {
    theirs.len() == 65 && theirs[0] == 4 && fresh().is_ok_and(|(own, _)| shared(&own, theirs).is_ok())
}

/// RFC 8291: everything that the app needs stands in the body.
pub fn standard(text: &[u8], theirs: &[u8], auth: &[u8]) -> Result<Vec<u8>> {
    let (own, salt) = fresh()?;
    standard_with(&own, &salt, text, theirs, auth)
}

fn standard_with(own: &PrivateKey, salt: &[u8; 16], text: &[u8], theirs: &[u8], auth: &[u8]) -> Result<Vec<u8>> {
    let (public, secret) = shared(own, theirs)?;
    let master = derive(auth, &secret, &[b"WebPush: info\0", theirs, &public], 32)?;
    let key = derive(salt, &master, &[b"Content-Encoding: aes128gcm\0"], 16)?;
    let nonce = derive(salt, &master, &[b"Content-Encoding: nonce\0"], 12)?;
    let mut record = text[..text.len().min(MOST)].to_vec();
    // This record is the last.
    record.push(2);
    let mut body = salt.to_vec();
    body.extend(RECORD.to_be_bytes());
    body.push(public.len() as u8);
    body.extend(&public);
    body.extend(seal(&key, &nonce, record)?);
    Ok(body)
}

/// draft-ietf-webpush-encryption-04.
pub fn legacy(text: &[u8], theirs: &[u8], auth: &[u8]) -> Result<Legacy> {
    let (own, salt) = fresh()?;
    let (public_key, secret) = shared(&own, theirs)?;
    let master = derive(auth, &secret, &[b"Content-Encoding: auth\0"], 32)?;
    let size = |key: &[u8]| (key.len() as u16).to_be_bytes();
    let (their_size, own_size) = (size(theirs), size(&public_key));
    let context: [&[u8]; 5] = [b"P-256\0", &their_size, theirs, &own_size, &public_key];
    let with = |label: &'static [u8]| [&[label], &context[..]].concat();
    let key = derive(&salt, &master, &with(b"Content-Encoding: aesgcm\0"), 16)?;
    let nonce = derive(&salt, &master, &with(b"Content-Encoding: nonce\0"), 12)?;
    // The length of the padding, which is none.
    let mut record = vec![0, 0];
    record.extend(&text[..text.len().min(MOST)]);
    Ok(Legacy { body: seal(&key, &nonce, record)?, salt, public_key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

    /// Appendix A of RFC 8291.
    #[test]
    fn the_rfcs_own_message() {
        let bytes = |text: &str| BASE64.decode(text).unwrap();
        let own =
            PrivateKey::from_private_key(&ECDH_P256, &bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let theirs = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let salt: [u8; 16] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
        let body = standard_with(&own, &salt, b"When I grow up, I want to be a watermelon", &theirs, &auth).unwrap();
        assert_eq!(
            BASE64.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn not_every_65_bytes_are_a_key() {
        let mut point = vec![4; 65];
        assert!(!is_key(&point));
        point.truncate(64);
        assert!(!is_key(&point));
        let (own, _) = fresh().unwrap();
        assert!(is_key(own.compute_public_key().unwrap().as_ref()));
    }
}
