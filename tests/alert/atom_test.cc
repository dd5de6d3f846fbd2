#include "alert/atom.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/alerts.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace alert {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

AtomHead head() {
  return atom_head("host", "alerts", "");
}

// What an independent reader of feeds makes of the document, one line of JSON.
std::string read_by_another(const std::string& xml) {
  const support::TempDir folder;
  const auto file = folder.write("alerts.atom", xml);
  support::Program reader(
      {"/usr/bin/python3", NEWSWATCH_SOURCE_DIR "/tests/alert/read_atom.py", file.string()});
  return reader.read_line();
}

TEST(Atom, IsReadByAnotherProgramAsItWasMeant) {
  EXPECT_EQ(read_by_another(to_atom(head(), std::array{support::niger_alert()})),
            R"({"wrong": "", "version": "atom10", "title": "newswatch: alerts", )"
            R"("updated": "2026-11-23T04:05:00Z", "entries": [{)"
            R"("id": "urn:uuid:5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01", )"
            R"("title": "Floods near Niger force thousands out", "title_type": "text/plain", )"
            R"("updated": "2026-11-23T04:05:00Z", "published": "2026-11-23T03:45:00Z", )"
            R"("author": "A. Diallo", "link": "https://news.example.org/africa/42?a=1&b=2", )"
            R"("tags": ["sahel"], "content_type": "text/html", "text": "In Niger, the river rose.)"
            R"(BBC Africa, published 2026-11-23 03:45 UTC)"
            R"(watch \"sahel\" found \"Niger\" in the title and \"Niger\" in the summary"}]})");
}

TEST(Atom, SurvivesWhatAFeedMayHold) {
  model::Alert alert = support::niger_alert();
  alert.item.title = std::string("]]>\0<b>&\x01\x1b", 10) + "\xef\xbf\xbe" + "ok";
  alert.watch = "\"quotes\" & <tags>";
  alert.item.author.clear();
  alert.item.link = "javascript:alert(1)";
  alert.hits.clear();
  const std::string seen = read_by_another(to_atom(head(), std::array{alert}));
  EXPECT_THAT(seen,
              AllOf(HasSubstr(R"("wrong": "")"),
                    HasSubstr(R"("title": "]]><b>&ok")"),
                    HasSubstr(R"("tags": ["\"quotes\" & <tags>"])"),
                    Not(HasSubstr("javascript")),
                    HasSubstr(R"("author": "BBC Africa")")));
}

TEST(Atom, HasWhatRfc4287WantsWithoutAnyAlert) {
  const std::string xml = to_atom(head(), {});
  EXPECT_THAT(xml,
              AllOf(HasSubstr("<id>urn:uuid:"),
                    HasSubstr("<title type=\"text\">"),
                    HasSubstr("<updated>1970-01-01T00:00:00Z</updated>")));
  EXPECT_THAT(read_by_another(xml), HasSubstr(R"("wrong": "")"));
}

TEST(Atom, IsTheSameForTheSameAlerts) {
  const std::array alerts{support::niger_alert()};
  EXPECT_EQ(to_atom(head(), alerts), to_atom(head(), alerts));
}

TEST(Atom, HoldsNoMoreThanItsLimit) {
  std::vector<model::Alert> alerts(atom_entries + 50, support::niger_alert());
  const std::string xml = to_atom(head(), alerts);
  std::size_t entries = 0;
  for (std::size_t at = xml.find("<entry>"); at != std::string::npos;
       at = xml.find("<entry>", at + 1)) {
    ++entries;
  }
  EXPECT_EQ(entries, atom_entries);
}

TEST(AtomHead, DiffersByHostAndChannel) {
  EXPECT_NE(atom_head("a", "bc", "").id, atom_head("ab", "c", "").id);
  EXPECT_EQ(atom_head("a", "b", "").id, atom_head("a", "b", "Mine").id);
  EXPECT_EQ(atom_head("a", "b", "Mine").title, "Mine");
  EXPECT_THAT(atom_head("a", "b", "").id, StartsWith("urn:uuid:"));
  EXPECT_THAT(to_atom({"urn:uuid:x", "t", "http://h/a?b&c"}, {}),
              HasSubstr("rel=\"self\" type=\"application/atom+xml\" href=\"http://h/a?b&amp;c\""));
  EXPECT_THAT(to_atom({"urn:uuid:x", "t", ""}, {}), Not(HasSubstr("rel=\"self\"")));
}

}  // namespace
}  // namespace alert
