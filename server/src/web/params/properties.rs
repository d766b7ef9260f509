//! What holds for every query, however odd: reading it never fails badly, and what was written comes out again.

use super::Params;
use proptest::prelude::*;
use url::form_urlencoded::Serializer;

fn encoded(pairs: &[(String, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Brackets, separators and escapes more often than chance brings them.
fn odd() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a".to_owned()),
        Just("[]".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("=".to_owned()),
        Just("&".to_owned()),
        Just("%".to_owned()),
        Just("%5B".to_owned()),
        Just("[0][b]".to_owned()),
        Just("99999999999999999999".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Asks for everything that there is to ask for.
fn ask(params: &Params, key: &str) {
    let _ = params.get(key);
    let _ = (params.has(key), params.text(key), params.int(key), params.id(key), params.flag(key));
    let _ = (params.list(key), params.ids(key));
    let _ = params.below(key).text("b");
    for one in params.objects(key).unwrap_or_default() {
        let _ = (one.text("b"), one.ids(key));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_query_makes_it_panic(query in odd(), key in odd()) {
        let params = Params::from_query(Some(&query));
        ask(&params, &key);
        ask(&params, "a");
    }

    #[test]
    fn a_text_comes_out_as_it_went_in(key in "[a-z_]{1,12}", values in prop::collection::vec(any::<String>(), 1..5)) {
        let pairs: Vec<_> = values.iter().map(|value| (key.clone(), value.clone())).collect();
        let params = Params::from_query(Some(&encoded(&pairs)));
        prop_assert_eq!(params.text(&key).unwrap(), values.last().cloned(), "the last one counts");
        prop_assert_eq!(params.list(&key).unwrap().unwrap().len(), 1);
    }

    #[test]
    fn a_list_keeps_its_order(key in "[a-z_]{1,12}", values in prop::collection::vec(any::<String>(), 1..8)) {
        let pairs: Vec<_> = values.iter().map(|value| (format!("{key}[]"), value.clone())).collect();
        let params = Params::from_query(Some(&encoded(&pairs)));
        prop_assert_eq!(params.list(&key).unwrap(), Some(values));
    }

    #[test]
    fn objects_stay_apart(rows in prop::collection::vec((any::<String>(), any::<String>()), 1..6)) {
        let plain: Vec<_> =
            rows.iter().flat_map(|(a, b)| [("k[][a]".to_owned(), a.clone()), ("k[][b]".to_owned(), b.clone())]).collect();
        let params = Params::from_query(Some(&encoded(&plain)));
        let found = params.objects("k").unwrap();
        prop_assert_eq!(found.len(), rows.len());
        for (one, (a, b)) in found.iter().zip(&rows) {
            prop_assert_eq!(one.text("a").unwrap(), Some(a.clone()));
            prop_assert_eq!(one.text("b").unwrap(), Some(b.clone()));
        }
    }

    #[test]
    fn ids_are_numbers_or_name_nothing(text in any::<String>(), number in any::<i64>()) {
        let params = Params::from_query(Some(&encoded(&[("a".into(), text.clone()), ("b".into(), number.to_string())])));
        prop_assert_eq!(params.id("b"), Some(number));
        let wanted = if text.is_empty() { None } else { Some(text.parse().unwrap_or(0)) };
        prop_assert_eq!(params.id("a"), wanted);
    }
}
