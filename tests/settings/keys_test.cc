// The table of keys, the reader and the reference page say the same.
#include "settings/keys.h"

#include <filesystem>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "settings/yaml.h"

namespace {

namespace fs = std::filesystem;

/// The keys of the table under a prefix, without those that have keys of their own.
std::set<std::string> keys_under(std::string_view prefix) {
  std::set<std::string> names;
  for (const settings::Key& key : settings::keys()) {
    if (!key.path.starts_with(prefix)) continue;
    const std::string_view rest = key.path.substr(prefix.size());
    if (rest.find_first_of(".[<") == std::string_view::npos) names.emplace(rest);
  }
  return names;
}

std::string_view example_of(const std::string& path) {
  for (const settings::Key& key : settings::keys()) {
    if (key.path == path) return key.example;
  }
  return {};
}

/// The keys that are known where this mapping stands, as the problem of an unknown one lists them.
std::set<std::string> keys_read(const std::string& text) {
  const support::TempDir folder;
  std::set<std::string> names;
  for (const std::string& problem : yaml::problems_of(folder.write("a.yaml", text))) {
    const std::size_t at = problem.find("the keys here are ");
    if (at == std::string::npos) continue;
    std::string list = problem.substr(at + 18) + ", ";
    for (std::size_t end = list.find(", "); end != std::string::npos; end = list.find(", ")) {
      names.insert(list.substr(0, end));
      list.erase(0, end + 2);
    }
  }
  return names;
}

TEST(Keys, OfTheTableAreThoseThatAreRead) {
  EXPECT_EQ(keys_read("api: {qqqqqqqq: 1}\n"), keys_under("api."));
  EXPECT_EQ(keys_read("hosts: {example.org: {qqqqqqqq: 1}}\n"), keys_under("hosts.<host>."));
  EXPECT_EQ(keys_read("watches: [{qqqqqqqq: 1}]\n"), keys_under("watches[]."));
  std::set<std::string> of_feeds =
      keys_read("feeds: [{url: \"https://example.org\", qqqqqqqq: 1}]\n");
  EXPECT_EQ(of_feeds, keys_under("feeds[]."));
}

TEST(Keys, AtTheTopAreThoseOfTheTable) {
  std::set<std::string> names = keys_under("");
  names.insert({"api", "feeds", "hosts", "watches", "channels"});
  EXPECT_EQ(keys_read("qqqqqqqq: 1\n"), names);
}

/// The keys a source file asks a Section called `section` for.
std::set<std::string> keys_asked_in(const std::string& source) {
  std::set<std::string> names;
  const std::string call = "section.";
  for (std::size_t at = source.find(call); at != std::string::npos;
       at = source.find(call, at + 1)) {
    const std::size_t open = source.find('(', at);
    const std::string function = source.substr(at + call.size(), open - at - call.size());
    const bool asks = std::set<std::string>{"text",
                                            "choice",
                                            "number",
                                            "flag",
                                            "span",
                                            "size",
                                            "url",
                                            "secret",
                                            "list",
                                            "section",
                                            "sections",
                                            "entries",
                                            "input_path",
                                            "required_text",
                                            "required_url"}
                          .contains(function);
    if (!asks || source[open + 1] != '"') continue;
    const std::size_t end = source.find('"', open + 2);
    names.insert(source.substr(open + 2, end - open - 2));
    if (function == "secret") names.insert("allow_inline");
  }
  return names;
}

TEST(Keys, OfEachTypeOfChannelAreThoseItsFileAsksFor) {
  for (const std::string type : {"log", "atom", "email", "webhook", "command", "desktop"}) {
    const fs::path file = fs::path(NEWSWATCH_SOURCE_DIR) / "daemon/channel" / (type + ".cc");
    EXPECT_EQ(keys_asked_in(support::read_file(file)), keys_under("channels.<" + type + ">."))
        << type;
  }
}

TEST(Keys, HaveExamplesThatAreRight) {
  const support::TempDir folder;
  folder.write("feeds.d/.keep", "");
  for (const std::string& name : keys_under("feeds[].")) {
    if (name == "url" || name == "file" || name == "password" || name == "token") continue;
    const fs::path file =
        folder.write("a.yaml",
                     "feeds:\n  - url: https://example.org/a\n    " + name + ": " +
                         std::string(example_of("feeds[]." + name)) + "\n");
    EXPECT_THAT(yaml::problems_of(file), testing::IsEmpty()) << name;
  }
  for (const std::string& name : keys_under("hosts.<host>.")) {
    const fs::path file = folder.write("a.yaml",
                                       "hosts:\n  example.org:\n    " + name + ": " +
                                           std::string(example_of("hosts.<host>." + name)) + "\n");
    EXPECT_THAT(yaml::problems_of(file), testing::IsEmpty()) << name;
  }
}

TEST(Reference, IsTheCommittedPage) {
  const fs::path page = fs::path(NEWSWATCH_SOURCE_DIR) / "docs/reference/configuration.md";
  EXPECT_EQ(settings::reference(), support::read_file(page))
      << "print it anew: newswatch check --reference > docs/reference/configuration.md";
}

}  // namespace
