//! Berry, L. L. and Parasuraman, A. (1991), *Marketing Services*, Free Press; Berry, L. L. (1995),
//! *Journal of the Academy of Marketing Science* 23(4): 236–245.

use retention::switching::{Bond, Bonds};

#[test]
fn berry_parasuraman_1991_the_level_is_the_highest_bond_as_commonly_reported() {
    use Bond::{Financial, Social, Structural};
    let cases: [(&[Bond], Option<Bond>, &[Bond]); 8] = [
        (&[], None, &[]),
        (&[Financial], Some(Financial), &[]),
        (&[Social], Some(Social), &[Financial]),
        (&[Financial, Social], Some(Social), &[]),
        (&[Structural], Some(Structural), &[Financial, Social]),
        (&[Structural, Financial], Some(Structural), &[Social]),
        (&[Social, Structural], Some(Structural), &[Financial]),
        (&[Social, Financial, Structural], Some(Structural), &[]),
    ];
    for (present, level, lacking) in cases {
        let bonds: Bonds = present.iter().copied().collect();
        assert_eq!(bonds.highest(), level, "{bonds}");
        assert_eq!(bonds.lacking().collect::<Vec<_>>(), lacking, "{bonds}");
        assert_eq!(bonds.iter().count(), present.len());
        assert!(present.iter().all(|&bond| bonds.contains(bond)));
    }
}
