#include "settings/slug.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

std::string slug(std::string_view url) {
  return settings::slug_of(*base::Url::parse(url));
}

TEST(Slug, IsHostAndPathWithoutWhatEveryFeedHas) {
  EXPECT_EQ(slug("https://feeds.bbci.co.uk/news/world/africa/rss.xml"),
            "feeds-bbci-co-uk-news-world-africa");
  EXPECT_EQ(slug("https://www.france24.com/fr/afrique/rss"), "www-france24-com-fr-afrique");
  EXPECT_EQ(slug("https://www.jeuneafrique.com/feed/"), "www-jeuneafrique-com");
  EXPECT_EQ(slug("https://example.org/blog.atom"), "example-org-blog");
  EXPECT_EQ(slug("https://example.org/"), "example-org");
}

TEST(Slug, KeepsLettersAndDigitsOnly) {
  EXPECT_EQ(slug("https://example.org/a_b/C--D/%C3%A9t%C3%A9.html"), "example-org-a-b-c-d-t-html");
  EXPECT_EQ(slug("http://[::1]/"), "1");
}

TEST(Slug, IsTheSameForAnotherSchemePortQueryOrFragment) {
  EXPECT_EQ(slug("http://example.org:8080/news?desk=1#top"), slug("https://example.org/news"));
}

TEST(Slug, OfAPathIsThePathAsWritten) {
  EXPECT_EQ(settings::slug_of_path("samples/sahel.xml"), "samples-sahel");
  EXPECT_EQ(settings::slug_of_path("/srv/desk/rss.xml"), "srv-desk");
  EXPECT_EQ(settings::slug_of_path("???"), "feed");
}

RC_GTEST_PROP(Slug, IsAlwaysAPlainShortName, (const std::string& path)) {
  const std::string made = settings::slug_of_path(path);
  RC_ASSERT(!made.empty() && made.size() <= settings::max_slug);
  RC_ASSERT(made.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
  RC_ASSERT(made.front() != '-' && made.back() != '-');
}

}  // namespace
