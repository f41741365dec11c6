//! News and essays (文章), which bind nobody.
//!
//! # What it finds
//! Whether a text without numbered chapters tells a story: 本报讯, 记者, 据介绍.
//!
//! # Why
//! The numbers of an article are news; none of them may become a target.
//!
//! # Read
//! `本报讯 近日，某驿站开张。⏎⏎据介绍，已建成5个。`
//!
//! # Not read
//! Plans that order reports in the press, texts with numbered items: `各村要落实责任，邀请媒体采访。`,
//! `一、宣传⏎⏎邀请媒体采访。据统计，问题较多，各村要重视。`

use crate::pattern;
use regex::Regex;
use std::sync::LazyLock;

static NEWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"^(?:本报|本网|本刊|新华社)[\p{Han}]{0,6}(?:讯|电)|据(?:介绍|了解|统计|悉)|告诉(?:记者|笔者)|(?:记者|笔者|通讯员)(?:了解|看到|获悉|从)|^近日|^日前|(?:负责人|居民|村民|市民)[\p{Han}]{0,6}(?:表示|说|介绍)")
        .expect("fixed")
});

/// Marks of news in one line of a text.
pub fn marks(squeezed: &str) -> usize {
    NEWS.find_iter(squeezed).count()
}

#[cfg(test)]
mod tests {
    use crate::{Genre, Options, read};

    fn genre(text: &str) -> Genre {
        read(text, &Options::default()).documents[0].genre
    }

    #[test]
    fn news_and_plans() {
        assert_eq!(genre("本报讯 近日，某驿站开张。\n\n据介绍，已建成5个。"), Genre::Article);
        assert_eq!(genre("一、宣传\n\n邀请媒体采访。据统计，问题较多，各村要重视。"), Genre::Plan);
        assert_eq!(genre("各村要落实责任，邀请媒体采访。"), Genre::Plan);
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("article.rs"), |t| {
            if genre(t) == Genre::Article { vec!["article".to_owned()] } else { Vec::new() }
        });
    }
}
