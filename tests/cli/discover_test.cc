#include "cli/discover.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/parse.h"
#include "cli/yaml_text.h"
#include "support/feed_server.h"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Discover : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
  }

  int discover(const std::string& path, bool json = false) {
    cli::Common common;
    common.json = json;
    return cli::discover(common,
                         {.address = server.url(path),
                          .allow_private = {"127.0.0.0/8"},
                          .user_agent = "newswatch/0.1"},
                         terminal);
  }

  support::TempDir folder;
  support::FeedServer server{folder.path().string()};
  std::ostringstream out;
  std::ostringstream err;
  cli::Terminal terminal{out, err};
};

TEST_F(Discover, ListsTheFeedsOfAPageThatReallyAreFeeds) {
  write("page.html",
        "<html><head><link rel=alternate type=application/rss+xml href=/ok>"
        "<link rel=alternate type=application/rss+xml href=/html>"
        "<link rel=alternate type=application/atom+xml href=/status/404></head></html>");
  EXPECT_EQ(discover("/files/page.html"), cli::done);
  EXPECT_THAT(out.str(),
              AllOf(HasSubstr("Loopback"),
                    HasSubstr("rss/2.0, 1 item; named by the page"),
                    HasSubstr("feeds:\n  - url: \"" + server.url("/ok") + "\"\n"),
                    Not(HasSubstr("/html")),
                    Not(HasSubstr("404"))));
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(Discover, TakesTheAddressOfAFeedAsItIs) {
  EXPECT_EQ(discover("/ok"), cli::done);
  EXPECT_THAT(out.str(), HasSubstr("the address itself"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Discover, LooksInTheUsualPlacesWhereAPageNamesNone) {
  write("page.html", "<html><p>Nothing here.</p></html>");
  write("rss.xml", "<rss version='2.0'><channel><title>Hidden</title></channel></rss>");
  EXPECT_EQ(discover("/files/page.html", true), cli::done);
  EXPECT_THAT(out.str(),
              AllOf(HasSubstr("\"url\":\"" + server.url("/files/rss.xml") + "\""),
                    HasSubstr("\"title\":\"Hidden\""),
                    HasSubstr("where many sites have it")));
}

TEST_F(Discover, AsksFewAddressesHoweverManyAPageNames) {
  std::string page = "<html>";
  for (int n = 0; n < 100; ++n) {
    page += "<link rel=feed href=/status/404?" + std::to_string(n) + ">";
  }
  write("page.html", page);
  EXPECT_EQ(discover("/files/page.html"), cli::partly);
  EXPECT_THAT(err.str(), HasSubstr("no feed found at"));
  EXPECT_EQ(server.requests().size(), 1 + cli::most_tries);
}

TEST_F(Discover, NeverDialsAPrivateAddressUnlessTold) {
  EXPECT_EQ(
      cli::discover(
          {}, {.address = server.url("/ok"), .allow_private = {}, .user_agent = "x"}, terminal),
      cli::partly);
  EXPECT_THAT(err.str(), HasSubstr("loopback"));
  EXPECT_EQ(server.connections(), 0U);
}

TEST_F(Discover, RefusesWhatIsNoWebAddress) {
  EXPECT_EQ(
      cli::discover(
          {}, {.address = "file:///etc/passwd", .allow_private = {}, .user_agent = "x"}, terminal),
      cli::usage);
  EXPECT_EQ(cli::discover({}, {.address = "", .allow_private = {}, .user_agent = "x"}, terminal),
            cli::usage);
}

TEST(Parse, NamesTheFeedsOfAPage) {
  const support::TempDir folder;
  const std::string file = folder / "page.html";
  std::ofstream(file) << "<html><link rel=feed href=/a.xml><a href=/b.rss>B</a></html>";
  cli::ParseOptions options;
  options.file = file;
  options.url = "https://paper.example/";
  testing::internal::CaptureStderr();
  EXPECT_EQ(cli::parse_command(options), 3);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "newswatch: " + file +
                ": an HTML page, not a feed; its feeds are https://paper.example/a.xml, "
                "https://paper.example/b.rss\n");
}

TEST(YamlQuoted, EscapesWhatWouldEndTheLine) {
  EXPECT_EQ(cli::yaml_quoted("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(cli::yaml_quoted("x\ny\x1b\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF"),
            R"("x\u000Ay\u001B\u0085\u2028\uFEFF")");
  EXPECT_EQ(cli::yaml_quoted("é – ü"), "\"é – ü\"");
}

}  // namespace
