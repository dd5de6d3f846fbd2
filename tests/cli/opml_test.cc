#include "cli/opml.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "settings/load.h"
#include "support/temp_dir.h"

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* main_file = "include: [feeds.d/*.yaml]\nwatches: []\n";

class Lists : public testing::Test {
 protected:
  void SetUp() override { write("newswatch.yaml", main_file); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder / name).rdbuf();
    return text.str();
  }
  std::string opml(const std::string& body) const {
    write("Our list.opml", "<opml version='2.0'><body>" + body + "</body></opml>");
    return folder / "Our list.opml";
  }
  static cli::Common common(const fs::path& config) {
    cli::Common common;
    common.config = config.string();
    return common;
  }
  int import(const std::string& file, const std::string& name = {}, bool force = false) {
    return cli::import_opml(
        common(folder / "newswatch.yaml"), {.file = file, .name = name, .force = force}, terminal);
  }
  settings::Loaded loaded() const { return settings::load(fs::path(folder / "newswatch.yaml")); }

  support::TempDir folder;
  std::ostringstream out;
  std::ostringstream err;
  cli::Terminal terminal{out, err};
};

TEST_F(Lists, AreWrittenBesideTheConfigurationWhichTakesThem) {
  EXPECT_EQ(import(opml("<outline text='Sahel: \"x\" # y&#10;- url: z'>"
                        "<outline text='A&#10;feeds: []' xmlUrl='https://a.example/'/></outline>")),
            cli::done);
  EXPECT_THAT(out.str(), HasSubstr("feeds.d/Our-list.yaml: 1 feed"));
  EXPECT_EQ(err.str(), "");
  EXPECT_THAT(loaded().problems(), IsEmpty());
  const auto feeds = loaded().settings.feeds;
  ASSERT_THAT(feeds, SizeIs(1));
  EXPECT_EQ(feeds[0].address, "https://a.example/");
  EXPECT_THAT(feeds[0].tags, testing::ElementsAre("Sahel: \"x\" # y - url: z"));
}

TEST_F(Lists, ExportedAndImportedAreTheSame) {
  const std::string feeds =
      "  - {url: 'https://a.example/rss?x=1&y=2', id: first, every: 30m, tags: [a, 'b, c', /d]}\n"
      "  - {url: 'https://b.example/', backlog: 24h, keep: 30d, enabled: false, language: pt-BR}\n"
      "  - {url: 'https://c.example/feed', backlog: 7, http2: false, max_size: 2M}\n"
      "  - {url: 'https://c.example/rss', backlog: all, user_agent: 'x \"1\" \\ 2'}\n";
  write("there.yaml", "feeds:\n" + feeds);
  ASSERT_EQ(cli::export_opml(common(folder / "there.yaml"), terminal), cli::done);
  EXPECT_EQ(err.str(), "");
  write("list.opml", out.str());
  EXPECT_EQ(import(folder / "list.opml"), cli::done);
  EXPECT_THAT(loaded().problems(), IsEmpty());
  EXPECT_EQ(loaded().settings.feeds,
            settings::load(fs::path(folder / "there.yaml")).settings.feeds);
}

TEST_F(Lists, AreExportedWithoutWhatNobodyElseMayKnow) {
  write("x.xml", "<rss/>");
  write("key", "https://a.example/?key=sesame\n");
  fs::permissions(fs::path(folder / "key"), fs::perms::owner_read);
  write(
      "newswatch.yaml",
      "feeds:\n  - {file: x.xml, id: local}\n  - {url: {file: key}, id: hidden}\n"
      "  - {url: 'https://b.example/', id: closed, user: me, password: pw, allow_inline: true}\n");
  ASSERT_EQ(cli::export_opml(common(folder / "newswatch.yaml"), terminal), cli::done);
  EXPECT_THAT(
      out.str(),
      AllOf(HasSubstr("https://b.example/"), Not(HasSubstr("sesame")), Not(HasSubstr("pw"))));
  EXPECT_THAT(
      err.str(),
      AllOf(HasSubstr("2 feeds left out, being files or having secret addresses: local, hidden"),
            HasSubstr("1 feed listed without logins")));
}

TEST_F(Lists, NeverReplaceAFileUnlessForced) {
  const std::string file = opml("<outline xmlUrl='https://a.example/'/>");
  write("feeds.d/mine.yaml", "feeds: [{url: 'https://b.example/'}]\n");
  EXPECT_EQ(import(file, "mine"), cli::failed);
  EXPECT_THAT(err.str(), HasSubstr("feeds.d/mine.yaml is there already"));
  EXPECT_THAT(read("feeds.d/mine.yaml"), HasSubstr("b.example"));
  EXPECT_EQ(import(file, "mine", true), cli::done);
  EXPECT_THAT(read("feeds.d/mine.yaml"),
              AllOf(HasSubstr("a.example"), Not(HasSubstr("b.example"))));
  EXPECT_EQ(import(file, "mine", true), cli::done);
  EXPECT_THAT(loaded().problems(), IsEmpty());
  EXPECT_EQ(std::distance(fs::directory_iterator(fs::path(folder / "feeds.d")), {}), 1);
}

TEST_F(Lists, LeaveOutWhatTheConfigurationHas) {
  write("newswatch.yaml",
        "include: [feeds.d/*.yaml]\nfeeds:\n  - {url: 'https://a.example/', id: one}\n");
  const std::string head = "<opml xmlns:n='https://newswatch.example/ns/opml'><body>";
  write("list.opml",
        head +
            "<outline n:id='x' xmlUrl='https://a.example/'/>"
            "<outline n:id='one' xmlUrl='https://b.example/'/></body></opml>");
  EXPECT_EQ(import(folder / "list.opml"), cli::done);
  EXPECT_THAT(out.str(),
              AllOf(HasSubstr("1 feed was in the configuration already"),
                    HasSubstr("1 id was taken and left out")));
  EXPECT_THAT(loaded().problems(), IsEmpty());
  EXPECT_THAT(loaded().settings.feeds, SizeIs(2));
  EXPECT_EQ(import(folder / "list.opml", "again"), cli::done);
  EXPECT_THAT(out.str(), HasSubstr("nothing new, and nothing written"));
  EXPECT_FALSE(fs::exists(fs::path(folder / "feeds.d/again.yaml")));
}

TEST_F(Lists, SayWhatTheyRefuseAndTakeTheRest) {
  EXPECT_EQ(import(opml("<outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='exec:id'/>"
                        "<outline xmlUrl='https://a.example/'/>")),
            cli::partly);
  EXPECT_THAT(
      err.str(),
      AllOf(HasSubstr("2 feeds of the list refused"), HasSubstr("only http and https feeds")));
  EXPECT_THAT(loaded().settings.feeds, SizeIs(1));
}

TEST_F(Lists, ThatTheConfigurationWouldRefuseAreNotWritten) {
  write("list.opml",
        "<opml xmlns:n='https://newswatch.example/ns/opml'><body>"
        "<outline n:every='1s' n:id='../x' xmlUrl='https://a.example/'/></body></opml>");
  EXPECT_EQ(import(folder / "list.opml"), cli::failed);
  EXPECT_THAT(
      err.str(),
      AllOf(HasSubstr("the configuration would refuse this list"), HasSubstr("`id` must be")));
  EXPECT_TRUE(fs::is_empty(fs::path(folder / "feeds.d")));
}

TEST_F(Lists, StayInTheirFolder) {
  const std::string file = opml("<outline xmlUrl='https://a.example/'/>");
  for (const char* name : {"../x", "a/b", ".hidden", "a b", "\xC3\xBC"}) {
    EXPECT_EQ(import(file, name), cli::usage) << name;
  }
  EXPECT_EQ(import(folder / "none.opml"), cli::usage);
}

TEST_F(Lists, SayHowToBeReadWhereNothingIncludesThem) {
  write("newswatch.yaml", "feeds: []\n");
  EXPECT_EQ(import(opml("<outline xmlUrl='https://a.example/'/>")), cli::done);
  EXPECT_THAT(err.str(), HasSubstr("write into it: include: [feeds.d/*.yaml]"));
}

}  // namespace
