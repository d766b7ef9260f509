//! The one predicate that says who may see a status. Every read of somebody's statuses goes through it, so that a rule
//! about reach is changed here or nowhere.

/// SQL that is true when `$viewer` may see the status `$s` of the account `$a` (both table aliases). Nobody is bound
/// as 0. A reblog and what it reblogs are two statuses: ask for both.
macro_rules! visible {
    ($s:literal, $a:literal, $viewer:literal) => {
        concat!(
            $s,
            ".deleted_at IS NULL AND ",
            $s,
            ".removed_at IS NULL AND ",
            $a,
            ".suspended_at IS NULL AND ",
            $a,
            ".deleted_at IS NULL AND (",
            $s,
            ".visibility < 2 OR ",
            $s,
            ".account_id = ",
            $viewer,
            " OR EXISTS (SELECT 1 FROM mentions see_m WHERE see_m.status_id = ",
            $s,
            ".id AND see_m.account_id = ",
            $viewer,
            ") OR (",
            $s,
            ".visibility = 2 AND EXISTS (SELECT 1 FROM follows see_f WHERE see_f.account_id = ",
            $viewer,
            " AND see_f.target_id = ",
            $s,
            ".account_id))) AND (NOT ",
            $s,
            ".local_only OR ",
            $viewer,
            " <> 0) AND NOT EXISTS (SELECT 1 FROM blocks see_b WHERE see_b.account_id = ",
            $s,
            ".account_id AND see_b.target_id = ",
            $viewer,
            ")"
        )
    };
}
pub(crate) use visible;
