// What holds for every URL, however it was written.
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/url.h"

namespace base {
namespace {

/// Pieces that mean something in a URL, in any order, with any bytes between them.
rc::Gen<std::string> anything_like_a_url() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{8,
        rc::gen::element<std::string>("http:",
                                      "https:",
                                      "file:",
                                      "foo:",
                                      "//",
                                      "/",
                                      "/",
                                      "..",
                                      ".",
                                      "?",
                                      "#",
                                      "@",
                                      ":",
                                      "%",
                                      "%2e",
                                      "%2F",
                                      "[",
                                      "]",
                                      "[::1]",
                                      "\\",
                                      "a",
                                      "B",
                                      "example.org",
                                      "80",
                                      " ",
                                      "\t",
                                      "é",
                                      "=",
                                      "&")},
       {1, rc::gen::container<std::string>(rc::gen::arbitrary<char>())}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& one : pieces) {
                          text += one;
                        }
                        return text;
                      });
}

void check_canonical(const Url& url) {
  const auto again = Url::parse(url.str());
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->str() == url.str());
  RC_ASSERT(again->scheme() == url.scheme());
  RC_ASSERT(again->user_info() == url.user_info());
  RC_ASSERT(again->host() == url.host());
  RC_ASSERT(again->port() == url.port());
  RC_ASSERT(again->path() == url.path());
  RC_ASSERT(again->query() == url.query());
  RC_ASSERT(again->fragment() == url.fragment());
  RC_ASSERT(url.str().find_first_of(" \t\r\n\\\"<>") == std::string::npos);
  RC_ASSERT(url.str().size() <= Url::max_length);
}

TEST(UrlProperty, WhatIsCanonicalStaysAsItIs) {
  EXPECT_TRUE(rc::check("parse(str()) changes nothing", [] {
    const std::string prefix = *rc::gen::element<std::string>("", "http://h", "foo:", "file://");
    const auto url = Url::parse(prefix + *anything_like_a_url());
    if (url) check_canonical(*url);
  }));
}

TEST(UrlProperty, WhatIsResolvedIsCanonical) {
  EXPECT_TRUE(rc::check("resolve gives what parse gives", [] {
    const auto base = Url::parse(*rc::gen::element<std::string>(
        "http://u:p@h:81/a/b?c#d", "foo:/.//a/b", "foo://h", "file:///a/b", "mailto:x", "foo:"));
    const auto url = base->resolve(*anything_like_a_url());
    if (url) check_canonical(*url);
  }));
}

TEST(UrlProperty, ResolvingItselfChangesNothing) {
  EXPECT_TRUE(rc::check("resolve(str()) is the URL", [] {
    const auto url = Url::parse("http://h" + *anything_like_a_url());
    if (url) RC_ASSERT(url->resolve(url->str())->str() == url->str());
  }));
}

TEST(UrlProperty, DisplayNeverShowsCredentials) {
  EXPECT_TRUE(rc::check("the password is not there", [] {
    const auto url = Url::parse("https://user:canary@h/p?k=canary" + *anything_like_a_url());
    if (url) RC_ASSERT(url->display().find("canary") == std::string::npos);
  }));
}

}  // namespace
}  // namespace base
