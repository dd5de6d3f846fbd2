// Secrets by reference: where they come from, and what is refused.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "settings/yaml.h"

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// An environment variable for as long as the object lives. Tests of this program run in one
/// thread.
class EnvVar final {
 public:
  EnvVar(std::string name, const std::string& value) : name_(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  explicit EnvVar(std::string name) : name_(std::move(name)) {
    unsetenv(name_.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
  }
  EnvVar(const EnvVar&) = delete;
  EnvVar& operator=(const EnvVar&) = delete;
  EnvVar(EnvVar&&) = delete;
  EnvVar& operator=(EnvVar&&) = delete;
  ~EnvVar() { unsetenv(name_.c_str()); }  // NOLINT(concurrency-mt-unsafe): one thread

 private:
  std::string name_;
};

fs::path write_private(const support::TempDir& folder,
                       std::string_view name,
                       std::string_view text) {
  fs::path file = folder.write(name, text);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  return file;
}

TEST(Secrets, AreReadFromAFileWithoutItsLastLineBreak) {
  const yaml::File file("a: {file: a.key}\nb: {file: keys/b.key}\nc: {file: c.key}\n");
  write_private(file.folder(), "a.key", "hunter2\n");
  write_private(file.folder(), "keys/b.key", "two lines\nkept\r\n");
  write_private(file.folder(), "c.key", "bare");

  EXPECT_EQ(file.root().secret("a")->reveal(), "hunter2");
  EXPECT_EQ(file.root().secret("b")->reveal(), "two lines\nkept");
  EXPECT_EQ(file.root().secret("c")->reveal(), "bare");
  EXPECT_THAT(file.problems(), IsEmpty());
}

TEST(Secrets, AreRefusedFromAFileThatOthersMayReadButNotFromAGroupsFile) {
  const yaml::File file("open: {file: open.key}\ngroup: {file: group.key}\n");
  fs::permissions(write_private(file.folder(), "open.key", "hunter2"),
                  fs::perms::others_read,
                  fs::perm_options::add);
  fs::permissions(write_private(file.folder(), "group.key", "hunter2"),
                  fs::perms::group_read,
                  fs::perm_options::add);

  EXPECT_FALSE(file.root().secret("open"));
  EXPECT_TRUE(file.root().secret("group"));
  ASSERT_EQ(file.problems().size(), 1U);
  EXPECT_THAT(file.problems()[0], HasSubstr("test.yaml:1:14: "));
  EXPECT_THAT(file.problems()[0], HasSubstr("open.key can be read by others; chmod 600 it"));
}

TEST(Secrets, AreRefusedFromAnEmptyAMissingAndAnEndlessFile) {
  const yaml::File file(
      "a: {file: empty}\nb: {file: missing}\nc: {file: /dev/zero}\nd: {file: .}\ne: {file: "
      "large}\n");
  write_private(file.folder(), "empty", "\n");
  write_private(file.folder(), "large", std::string(100'000, 'x'));

  for (const char* key : {"a", "b", "c", "d", "e"})
    EXPECT_FALSE(file.root().secret(key)) << key;
  const auto problems = file.problems();
  ASSERT_EQ(problems.size(), 5U);
  EXPECT_THAT(problems[0], HasSubstr("empty is empty"));
  EXPECT_THAT(problems[1], HasSubstr("missing cannot be read: no such file or directory"));
  EXPECT_THAT(problems[2], HasSubstr("it is not a regular file"));
  EXPECT_THAT(problems[3], HasSubstr("it is a folder"));
  EXPECT_THAT(problems[4], HasSubstr("it is larger than 65536 bytes"));
}

TEST(Secrets, AreReadFromTheCredentialsOfSystemd) {
  const support::TempDir credentials;
  credentials.write("smtp", "hunter2\n");  // the folder is closed to others, not the files
  const EnvVar directory("CREDENTIALS_DIRECTORY", credentials.path().string());
  const yaml::File file("a: {credential: smtp}\nb: {credential: ../smtp}\nc: {credential: none}\n");

  EXPECT_EQ(file.root().secret("a")->reveal(), "hunter2");
  EXPECT_FALSE(file.root().secret("b"));
  EXPECT_FALSE(file.root().secret("c"));
  EXPECT_EQ(file.problems().size(), 2U);
}

TEST(Secrets, SayThatNoCredentialsAreGiven) {
  const EnvVar directory("CREDENTIALS_DIRECTORY");
  const yaml::File file("a: {credential: smtp}\n");

  EXPECT_FALSE(file.root().secret("a"));
  EXPECT_THAT(file.problems(),
              ElementsAre("test.yaml:1:17: credentials are given by systemd (LoadCredential=), and "
                          "$CREDENTIALS_DIRECTORY is not set"));
}

TEST(Secrets, AreReadFromTheEnvironment) {
  const EnvVar variable("NEWSWATCH_TEST_SECRET", "hunter2");
  const yaml::File file("a: {env: NEWSWATCH_TEST_SECRET}\n");

  EXPECT_EQ(file.root().secret("a")->reveal(), "hunter2");
}

TEST(Secrets, StandAloneOnlyBesideAllowInline) {
  const yaml::File file(
      "a: {key: hunter2}\nb: {key: hunter2, allow_inline: true}\nc: {key: hunter2, allow_inline: "
      "false}\n");
  const settings::Section a = *file.root().section("a");
  const settings::Section b = *file.root().section("b");

  EXPECT_FALSE(a.secret("key"));
  EXPECT_EQ(b.secret("key")->reveal(), "hunter2");
  b.finish();
  EXPECT_FALSE(file.root().section("c")->secret("key"));
  EXPECT_EQ(file.problems().size(), 2U);
}

TEST(Secrets, NeverAppearInAProblem) {
  const yaml::File file(
      "key: canary\n"
      "url: https://user:canary@example.org/\n"
      "bad: {file: bad.key}\n"
      "scheme: {file: scheme.key}\n");
  write_private(file.folder(), "bad.key", "canary without a scheme");
  write_private(file.folder(), "scheme.key", "ftp://canary.example.org/canary");
  const settings::Section root = file.root();

  EXPECT_FALSE(root.secret("key"));
  EXPECT_FALSE(root.url("url", {"https"}));
  EXPECT_FALSE(root.url("bad", {"https"}));
  EXPECT_FALSE(root.url("scheme", {"https"}));
  ASSERT_EQ(file.problems().size(), 4U);
  for (const std::string& problem : file.problems())
    EXPECT_THAT(problem, Not(HasSubstr("canary")));
}

TEST(Secrets, MayBeAWholeAddressWithUserAndPassword) {
  const yaml::File file("url: {file: url.key}\n");
  write_private(file.folder(), "url.key", "https://user:hunter2@example.org/in\n");

  EXPECT_EQ(file.root().url("url", {"https"})->user_info(), "user:hunter2");
  EXPECT_THAT(file.problems(), IsEmpty());
}

}  // namespace
