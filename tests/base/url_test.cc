#include "base/url.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace base {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

std::string canonical(std::string_view text) {
  const auto url = Url::parse(text);
  return url ? url->str() : "error: " + url.error().message;
}

TEST(Url, IsTakenApart) {
  const auto url = Url::parse("HTTPS://user:pw@Example.ORG:8443/a/b?x=1&y=2#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme(), "https");
  EXPECT_EQ(url->user_info(), "user:pw");
  EXPECT_EQ(url->host(), "example.org");
  EXPECT_EQ(url->port(), 8443);
  EXPECT_EQ(url->path(), "/a/b");
  EXPECT_EQ(url->query(), "?x=1&y=2");
  EXPECT_EQ(url->fragment(), "#top");
  EXPECT_EQ(url->str(), "https://user:pw@example.org:8443/a/b?x=1&y=2#top");
  EXPECT_EQ(url->origin(), "https://example.org:8443");
}

TEST(Url, IsPutTogetherCanonically) {
  const std::vector<Pair> cases = {
      {"http://example.org", "http://example.org/"},
      {"http://example.org:80/", "http://example.org/"},
      {"https://example.org:443", "https://example.org/"},
      {"http://example.org:/", "http://example.org/"},
      {"http://example.org/a/./b/../c", "http://example.org/a/c"},
      {"http://example.org/../../a", "http://example.org/a"},
      {"http://example.org/a/%2E%2e/b", "http://example.org/b"},
      {"http://example.org/%7Ea%2fb", "http://example.org/%7Ea%2fb"},
      {"http://example.org/100%", "http://example.org/100%25"},
      {"http://example.org/a b?c d#e f", "http://example.org/a%20b?c%20d#e%20f"},
      {"http://example.org/naïve", "http://example.org/na%C3%AFve"},
      {"http://example.org/<\">`{}|^", "http://example.org/%3C%22%3E%60%7B%7D%7C%5E"},
      {"http://example.org/?", "http://example.org/?"},
      {"http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"},
      {"http://[::1]:8080/", "http://[::1]:8080/"},
      {"http://@example.org/", "http://example.org/"},
      {"http://a@b@example.org/", "http://a%40b@example.org/"},
      {"http://EXAMPLE.org./", "http://example.org./"},
      {"http://münchen.example/", "http://münchen.example/"},
      {"http://ex%61mple.org/", "http://example.org/"},
  };
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(canonical(given), expected) << given;
  }
}

TEST(Url, RepairsWhatFeedsWrite) {
  EXPECT_EQ(canonical(" \n http://example.org/a\n\t/b \r\n"), "http://example.org/a/b");
  EXPECT_EQ(canonical(R"(http:\\example.org\a\b?c\d)"), "http://example.org/a/b?c%5Cd");
  EXPECT_EQ(canonical("http:/example.org/a"), "http://example.org/a");
  EXPECT_EQ(canonical("http:example.org/a"), "http://example.org/a");
  EXPECT_EQ(canonical("http:////example.org//a"), "http://example.org//a");
}

TEST(Url, TakesAddressesWithoutAHostWhereTheSchemeAllows) {
  for (const char* text : {"mailto:duty@example.org",
                           "urn:isbn:0451450523",
                           "tag:example.org,2026:1",
                           "data:,hello",
                           "about:blank",
                           "foo:"}) {
    const auto url = Url::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->str(), text);
    EXPECT_EQ(url->host(), "");
  }
  EXPECT_EQ(canonical("file:/etc/a"), "file:///etc/a");
  EXPECT_EQ(canonical("file:///etc/../a"), "file:///a");
  EXPECT_EQ(canonical("foo:/..//x"), "foo:/.//x");
}

TEST(Url, KnowsTheUsualPorts) {
  const std::vector<std::pair<std::string_view, int>> cases = {{"http://h/", 80},
                                                               {"https://h/", 443},
                                                               {"smtp://h", 25},
                                                               {"smtps://h", 465},
                                                               {"smtp://h:2525", 2525},
                                                               {"foo://h", 0},
                                                               {"mailto:a", 0}};
  for (const auto& [text, port] : cases) {
    const auto url = Url::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->port(), port) << text;
  }
  EXPECT_EQ(canonical("smtp://localhost:25"), "smtp://localhost");
}

TEST(Url, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "  ",
                           "/a/b",
                           "a/b",
                           "//example.org/",
                           "?q",
                           "#f",
                           "http://",
                           "http:///",
                           "http://:80/",
                           "http://user@/",
                           "http://example.org:99999/",
                           "http://example.org:0/",
                           "http://h:8o/",
                           "http://h:-1/",
                           "http://[::1/",
                           "http://[::g]/",
                           "http://[fe80::1%25eth0]/",
                           "http://[]/",
                           "http://a b/",
                           "http://a%2fb/",
                           "http://a%00b/",
                           "http://a%2525/",
                           "http://<h>/",
                           "1a:b",
                           ":b",
                           "foo://:80/",
                           "foo://a@/",
                           "http://a\xff.example/",
                           "http://a\xe2\x80\xae.example/"}) {
    const auto url = Url::parse(text);
    EXPECT_FALSE(url) << text << " became " << (url ? url->str() : "");
  }
}

TEST(Url, RefusesWhatIsTooLong) {
  const std::string fits = "http://h/" + std::string(Url::max_length - 9, 'a');
  EXPECT_TRUE(Url::parse(fits));
  EXPECT_FALSE(Url::parse(fits + "a"));
  EXPECT_FALSE(Url::parse("http://h/" + std::string(4000, ' ') + "x"));  // three times as long
  const auto huge = Url::parse("http://h/" + std::string(8'000'000, 'a'));
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.error().cause, Cause::limit);
}

TEST(Url, IsLinearInDots) {
  std::string path = "http://h";
  while (path.size() < Url::max_length - 8) {
    path += path.size() % 2 == 0 ? "/a" : "/..";
  }
  EXPECT_TRUE(Url::parse(path));
}

/// RFC 3986, sections 5.4.1 and 5.4.2, against http://a/b/c/d;p?q.
TEST(Url, ResolvesTheExamplesOfTheStandard) {
  const auto base = Url::parse("http://a/b/c/d;p?q");
  ASSERT_TRUE(base);
  const std::vector<Pair> cases = {{"g:h", "g:h"},
                                   {"g", "http://a/b/c/g"},
                                   {"./g", "http://a/b/c/g"},
                                   {"g/", "http://a/b/c/g/"},
                                   {"/g", "http://a/g"},
                                   {"//g", "http://g/"},
                                   {"?y", "http://a/b/c/d;p?y"},
                                   {"g?y", "http://a/b/c/g?y"},
                                   {"#s", "http://a/b/c/d;p?q#s"},
                                   {"g#s", "http://a/b/c/g#s"},
                                   {"g?y#s", "http://a/b/c/g?y#s"},
                                   {";x", "http://a/b/c/;x"},
                                   {"g;x", "http://a/b/c/g;x"},
                                   {"g;x?y#s", "http://a/b/c/g;x?y#s"},
                                   {"", "http://a/b/c/d;p?q"},
                                   {".", "http://a/b/c/"},
                                   {"./", "http://a/b/c/"},
                                   {"..", "http://a/b/"},
                                   {"../", "http://a/b/"},
                                   {"../g", "http://a/b/g"},
                                   {"../..", "http://a/"},
                                   {"../../", "http://a/"},
                                   {"../../g", "http://a/g"},
                                   {"../../../g", "http://a/g"},
                                   {"../../../../g", "http://a/g"},
                                   {"/./g", "http://a/g"},
                                   {"/../g", "http://a/g"},
                                   {"g.", "http://a/b/c/g."},
                                   {".g", "http://a/b/c/.g"},
                                   {"g..", "http://a/b/c/g.."},
                                   {"..g", "http://a/b/c/..g"},
                                   {"./../g", "http://a/b/g"},
                                   {"./g/.", "http://a/b/c/g/"},
                                   {"g/./h", "http://a/b/c/g/h"},
                                   {"g/../h", "http://a/b/c/h"},
                                   {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
                                   {"g;x=1/../y", "http://a/b/c/y"},
                                   {"g?y/./x", "http://a/b/c/g?y/./x"},
                                   {"g?y/../x", "http://a/b/c/g?y/../x"},
                                   {"g#s/./x", "http://a/b/c/g#s/./x"},
                                   {"g#s/../x", "http://a/b/c/g#s/../x"},
                                   {"http:g", "http://a/b/c/g"}};
  for (const auto& [reference, expected] : cases) {
    const auto resolved = base->resolve(reference);
    ASSERT_TRUE(resolved) << reference << ": " << resolved.error().message;
    EXPECT_EQ(resolved->str(), expected) << reference;
  }
}

TEST(Url, ResolvesWhatFeedsWrite) {
  const auto base = Url::parse("https://u:p@example.org:8443/feed/index.xml");
  ASSERT_TRUE(base);
  EXPECT_EQ(base->resolve(" item?id=1&b=é \n")->str(),
            "https://u:p@example.org:8443/feed/item?id=1&b=%C3%A9");
  EXPECT_EQ(base->resolve(R"(\a\b)")->str(), "https://u:p@example.org:8443/a/b");
  EXPECT_EQ(base->resolve("//cdn.example/x")->str(), "https://cdn.example/x");
  EXPECT_EQ(base->resolve("HTTP://other.example")->str(), "http://other.example/");
  EXPECT_EQ(base->resolve("https:/x")->str(), "https://x/");
  EXPECT_EQ(base->resolve("mailto:a@b")->str(), "mailto:a@b");
  EXPECT_EQ(Url::parse("https://h?q")->resolve("g")->str(), "https://h/g");
}

TEST(Url, ResolvesAgainstAddressesWithoutAHost) {
  const auto mail = Url::parse("mailto:a@b");
  EXPECT_FALSE(mail->resolve("c"));
  EXPECT_EQ(mail->resolve("#x")->str(), "mailto:a@b#x");
  EXPECT_EQ(Url::parse("foo:/.//a/b")->resolve("c")->str(), "foo:/.//a/c");
  EXPECT_EQ(Url::parse("foo://h")->resolve("c")->str(), "foo://h/c");
  EXPECT_EQ(Url().resolve("http://h")->str(), "http://h/");
}

TEST(Url, NamesTheOriginThatCredentialsBelongTo) {
  EXPECT_EQ(Url::parse("https://u:p@Example.org:443/a")->origin(), "https://example.org");
  EXPECT_EQ(Url::parse("http://h:8080/a")->origin(), "http://h:8080");
}

TEST(Url, HidesWhatIsSecretFromReaders) {
  const auto shown = [](std::string_view text) { return Url::parse(text)->display(); };
  EXPECT_EQ(shown("https://user:pw@h:81/p?token=abc&b=&c"), "https://h:81/p?token=***&b=***&***");
  EXPECT_EQ(shown("https://h/p?abcdef"), "https://h/p?***");
  EXPECT_EQ(shown("https://h/p#access_token=abc"), "https://h/p#access_token=***");
  EXPECT_EQ(shown("https://h/p"), "https://h/p");
  EXPECT_EQ(shown("mailto:a@b"), "mailto:a@b");
  EXPECT_EQ(Url().display(), "");
}

}  // namespace
}  // namespace base
