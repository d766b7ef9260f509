//! RFC 8292: a short-lived signature that tells a push service who is sending.

use crate::error::{Error, Result};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use url::Url;

/// Half of what the RFC allows.
const LIFE: i64 = 12 * 3600;

/// A signed token for the service at this address. `contact` is whom its operators may write to.
pub(super) fn token(private_key: &str, endpoint: &Url, contact: &str, now_ms: i64) -> Result<String> {
    let key = URL_SAFE_NO_PAD.decode(private_key).map_err(Error::internal)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key).map_err(Error::internal)?;
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "aud": endpoint.origin().ascii_serialization(), "exp": now_ms / 1000 + LIFE, "sub": contact });
    let text = format!("{}.{}", part(json!({ "typ": "JWT", "alg": "ES256" })), part(claims));
    let signature = pair.sign(&SystemRandom::new(), text.as_bytes()).map_err(Error::internal)?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
}
