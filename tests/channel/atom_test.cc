#include "alert/atom.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"

namespace channel {
namespace {

using testing::HasSubstr;
using testing::Not;

Surroundings in(const support::TempDir& folder) {
  Surroundings around;
  around.state_directory = folder.path();
  return around;
}

TEST(AtomChannel, WritesTheBytesTheApiServes) {
  const support::TempDir folder;
  Made made("type: atom, path: alerts.atom, title: Mine", in(folder));
  ASSERT_TRUE(made.fine()) << made.problems();
  const model::Alert alert = support::niger_alert();
  EXPECT_EQ(send_one(*made, support::message_of(alert)).kind, Verdict::Kind::sent);
  EXPECT_EQ(support::read_file(folder / "alerts.atom"),
            alert::to_atom(alert::atom_head("watcher.example.org", "it", "Mine"), {&alert, 1}));
}

TEST(AtomChannel, KeepsWhatTheStoreRemembersNewestFirst) {
  const support::TempDir folder;
  Surroundings around = in(folder);
  around.recent_alerts = [](std::size_t most) {
    EXPECT_EQ(most, alert::atom_entries);
    model::Alert old = support::niger_alert();
    old.id = "old-one";
    old.created -= std::chrono::hours(2);
    return std::vector{support::niger_alert(), old};
  };
  Made made("type: atom, path: alerts.atom", around);
  EXPECT_EQ(send_one(*made, support::message_of(support::niger_alert())).kind, Verdict::Kind::sent);
  const std::string xml = support::read_file(folder / "alerts.atom");
  const std::size_t first = xml.find(support::niger_alert().id);
  EXPECT_LT(first, xml.find("old-one"));
  EXPECT_EQ(xml.find(support::niger_alert().id, first + 1), std::string::npos);
}

TEST(AtomChannel, ReplacesTheFileWholeAndForAllToRead) {
  const support::TempDir folder;
  folder.write("alerts.atom", "old");
  folder.write("alerts.atom.new", "left behind by a crash");
  const auto old = std::filesystem::hard_link_count(folder / "alerts.atom");
  ASSERT_EQ(old, 1U);
  std::filesystem::create_hard_link(folder / "alerts.atom", folder / "held-open");
  Made made("type: atom, path: alerts.atom", in(folder));
  EXPECT_EQ(send_one(*made, support::message_of(support::niger_alert())).kind, Verdict::Kind::sent);
  EXPECT_EQ(support::read_file(folder / "held-open"), "old");  // another file now
  struct stat status {};
  ASSERT_EQ(stat((folder / "alerts.atom").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0644U);
  EXPECT_FALSE(std::filesystem::exists(folder / "alerts.atom.new"));
}

TEST(AtomChannel, FollowsNoLinkInTheWay) {
  const support::TempDir folder;
  folder.write("precious", "mine");
  std::filesystem::create_symlink(folder / "precious", folder / "alerts.atom.new");
  Made made("type: atom, path: alerts.atom", in(folder));
  EXPECT_EQ(send_one(*made, support::message_of(support::niger_alert())).kind, Verdict::Kind::sent);
  EXPECT_EQ(support::read_file(folder / "precious"), "mine");
}

TEST(AtomChannel, SaysWhichFolderIsMissingAndLeavesNothingBehind) {
  const support::TempDir folder;
  Made made("type: atom, path: not/there.atom", in(folder));
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_THAT(verdict.reason,
              testing::AllOf(HasSubstr("not/there.atom"), HasSubstr("No such file or directory")));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(AtomChannel, WantsThePathOfAFile) {
  EXPECT_THAT(Made("type: atom").problems(), HasSubstr("`path` is missing"));
  EXPECT_THAT(Made("type: atom, path: feeds/").problems(), HasSubstr("not a folder"));
}

TEST(AtomChannel, KeepsTheContract) {
  const support::TempDir folder;
  Made made("type: atom, path: alerts.atom", in(folder));
  contract::check_channel(*made, {});
}

}  // namespace
}  // namespace channel
