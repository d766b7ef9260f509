//! The codes of languages that texts here may be in: those of ISO 639-1, and some that have no two letters.

const TWO: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo \
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km \
kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa \
pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk \
ur uz ve vi vo wa wo xh yi yo za zh zu";

const MORE: &str = "ast chr ckb cnr csb gsw jbo kab ldn lfn mnc moh nds pap pdc sco sma smj szl tok vai xal zba zgh \
zh-cn zh-hk zh-tw zh-yue pt-br pt-pt es-ar es-mx en-gb en-us fr-ca fr-qc sr-latn";

pub fn is_language(code: &str) -> bool {
    let folded = code.to_ascii_lowercase().replace('_', "-");
    [TWO, MORE].iter().any(|list| list.split_ascii_whitespace().any(|known| known == folded))
}

/// What the most spoken of them are called, for staff.
const NAMES: &str = "ar Arabic|\
bg Bulgarian|\
bn Bengali|\
ca Catalan|\
cs Czech|\
cy Welsh|\
da Danish|\
de German|\
el Greek|\
en English|\
eo Esperanto|\
es Spanish|\
et Estonian|\
eu Basque|\
fa Persian|\
fi Finnish|\
fr French|\
ga Irish|\
gl Galician|\
he Hebrew|\
hi Hindi|\
hr Croatian|\
hu Hungarian|\
id Indonesian|\
is Icelandic|\
it Italian|\
ja Japanese|\
ko Korean|\
lt Lithuanian|\
lv Latvian|\
nb Norwegian Bokmål|\
nl Dutch|\
nn Norwegian Nynorsk|\
no Norwegian|\
pl Polish|\
pt Portuguese|\
ro Romanian|\
ru Russian|\
sk Slovak|\
sl Slovenian|\
sr Serbian|\
sv Swedish|\
ta Tamil|\
th Thai|\
tr Turkish|\
uk Ukrainian|\
vi Vietnamese|\
zh Chinese";

pub fn language_name(code: &str) -> Option<&'static str> {
    let base = code.split(['-', '_']).next().unwrap_or("");
    NAMES.split('|').filter_map(|pair| pair.split_once(' ')).find(|(known, _)| *known == base).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{is_language, language_name};

    #[test]
    fn codes_are_known_or_not() {
        assert!(is_language("de") && is_language("zh-TW") && is_language("kab"));
        assert_eq!((language_name("de-AT"), language_name("xx")), (Some("German"), None));
        assert!(!is_language("german") && !is_language("xx") && !is_language(""));
    }
}
