#include "base/places.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fd.h"
#include "support/temp_dir.h"

namespace base {
namespace {

namespace fs = std::filesystem;

/// Every variable the places look at, empty while the test runs and as it was afterwards.
class Places : public testing::Test {
 protected:
  Places() {
    for (const char* name : {"STATE_DIRECTORY",
                             "RUNTIME_DIRECTORY",
                             "XDG_STATE_HOME",
                             "XDG_RUNTIME_DIR",
                             "XDG_CONFIG_HOME",
                             "HOME"}) {
      const char* value = ::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
      if (value != nullptr) before_[name] = value;
      ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    }
  }
  ~Places() override {
    for (const auto& [name, value] : before_) {
      set(name.c_str(), value);
    }
  }

  static void set(const char* name, const fs::path& value) {
    ::setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  }

  support::TempDir dir_;

 private:
  std::map<std::string, std::string> before_;
};

/// A listening socket at the path; listens as long as the result lives.
Fd listen_at(const fs::path& path) {
  Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  std::copy_n(text.begin(), std::min(text.size(), sizeof address.sun_path - 1), address.sun_path);
  EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return socket;
}

TEST_F(Places, FindsTheStateInTheOrderOfTheContract) {
  set("HOME", "/home/a");
  EXPECT_EQ(state_directory(""), fs::path("/home/a/.local/state/newswatch"));
  set("XDG_STATE_HOME", "/xdg");
  EXPECT_EQ(state_directory(""), fs::path("/xdg/newswatch"));
  set("STATE_DIRECTORY", "/var/lib/newswatch:/var/lib/other");
  EXPECT_EQ(state_directory(""), fs::path("/var/lib/newswatch"));
  EXPECT_EQ(state_directory("/given"), fs::path("/given"));
}

TEST_F(Places, SaysWhatToSetWhenThereIsNoPlaceForTheState) {
  const auto place = state_directory("");
  ASSERT_FALSE(place);
  EXPECT_NE(place.error().message.find("--state-dir"), std::string::npos);
}

TEST_F(Places, IgnoresRelativeXdgFolders) {
  set("HOME", "/home/a");
  set("XDG_STATE_HOME", "relative");
  EXPECT_EQ(state_directory(""), fs::path("/home/a/.local/state/newswatch"));
}

TEST_F(Places, MakesARelativeOptionAbsolute) {
  const auto place = state_directory("state");
  ASSERT_TRUE(place);
  EXPECT_TRUE(place->is_absolute());
}

TEST_F(Places, PutsTheSocketWhereTheOptionOrTheConfigurationSays) {
  EXPECT_EQ(socket_path("/a.sock", "/b.sock", Side::serve), fs::path("/a.sock"));
  EXPECT_EQ(socket_path("", "/b.sock", Side::connect), fs::path("/b.sock"));
}

TEST_F(Places, RefusesASocketPathLongerThanTheSystemTakes) {
  const auto place = socket_path("/" + std::string(200, 'a'), std::nullopt, Side::serve);
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().cause, Cause::limit);
}

TEST_F(Places, ServesInTheFirstFolderThatCanBeHadAndMakesIt) {
  set("XDG_RUNTIME_DIR", dir_.path());
  EXPECT_EQ(socket_path("", std::nullopt, Side::serve), dir_ / "newswatch/api.sock");
  EXPECT_TRUE(fs::is_directory(dir_ / "newswatch"));
  set("RUNTIME_DIRECTORY", dir_.path());
  EXPECT_EQ(socket_path("", std::nullopt, Side::serve), dir_ / "api.sock");
}

TEST_F(Places, ConnectsToTheFirstSocketThatIsThere) {
  set("RUNTIME_DIRECTORY", dir_ / "none");
  set("XDG_RUNTIME_DIR", dir_.path());
  fs::create_directory(dir_ / "newswatch");
  const Fd listening = listen_at(dir_ / "newswatch/api.sock");
  EXPECT_EQ(socket_path("", std::nullopt, Side::connect), dir_ / "newswatch/api.sock");
}

TEST_F(Places, SaysWhereItLookedWhenNoDaemonIsThere) {
  set("XDG_RUNTIME_DIR", dir_.path());
  const auto place = socket_path("", std::nullopt, Side::connect);
  if (place) GTEST_SKIP() << "a daemon of this machine listens at " << *place;
  EXPECT_EQ(place.error().cause, Cause::not_found);
  EXPECT_NE(place.error().message.find((dir_ / "newswatch/api.sock").string()), std::string::npos);
}

TEST_F(Places, TakesTheUsersConfigurationOnlyIfItIsThere) {
  set("XDG_CONFIG_HOME", dir_.path());
  EXPECT_EQ(config_file(""), fs::path("/etc/newswatch/newswatch.yaml"));
  dir_.write("newswatch/newswatch.yaml", "feeds: []\n");
  EXPECT_EQ(config_file(""), dir_ / "newswatch/newswatch.yaml");
  EXPECT_EQ(config_file("other.yaml"), fs::path("other.yaml"));
}

}  // namespace
}  // namespace base
