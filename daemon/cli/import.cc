#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <ostream>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/places.h"
#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/opml.h"
#include "cli/yaml_text.h"
#include "feed/opml.h"
#include "settings/load.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_list_name = 64;
constexpr std::size_t most_problems_told = 20;
constexpr ::mode_t private_file = 0600;

bool fits_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

/// One that `feeds.d/*.yaml` finds, and that leads nowhere else.
bool is_list_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_list_name && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), fits_name);
}

/// The list's file name made fit: "My feeds.opml" is My-feeds.
std::string name_after(const fs::path& file) {
  std::string name = file.stem().string().substr(0, longest_list_name);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !fits_name(c); }, '-');
  name.erase(0, name.find_first_not_of(".-"));
  return name.empty() ? "opml" : name;
}

/// Up to a byte more than a list may have: the reader then says what is wrong.
base::Result<std::string> list_bytes(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return base::fail(base::Cause::not_found, "cannot be opened");
  std::string bytes(feed::max_opml + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad()) return base::fail(base::Cause::unavailable, "reading failed");
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

std::string feed_as_yaml(const feed::ListedFeed& listed) {
  const model::Feed plain;
  const model::Feed& feed = listed.feed;
  std::string yaml;
  const auto add = [&](std::string_view key, const std::string& value) {
    yaml += "    " + std::string(key) + ": " + value + "\n";
  };
  if (!listed.title.empty() && listed.title != feed.id) {
    yaml += "  # " + base::printable(listed.title) + "\n";
  }
  yaml += "  - url: " + yaml_quoted(feed.address) + "\n";
  if (!feed.id.empty()) add("id", yaml_quoted(feed.id));
  if (feed.every) add("every", base::format_span(*feed.every));
  if (feed.keep) add("keep", base::format_span(*feed.keep));
  if (feed.backlog != plain.backlog) add("backlog", feed::backlog_words(feed.backlog));
  if (!feed.tags.empty()) {
    std::vector<std::string> quoted;
    quoted.reserve(feed.tags.size());
    for (const std::string& tag : feed.tags) {
      quoted.push_back(yaml_quoted(tag));
    }
    add("tags", "[" + base::join(quoted, ", ") + "]");
  }
  if (!feed.language.empty()) add("language", yaml_quoted(feed.language));
  if (!feed.user_agent.empty()) add("user_agent", yaml_quoted(feed.user_agent));
  if (feed.max_size != plain.max_size) add("max_size", std::to_string(feed.max_size));
  if (!feed.enabled) add("enabled", "false");
  if (!feed.http2) add("http2", "false");
  return yaml;
}

/// What the configuration says without the file that is to be written.
class Known final {
 public:
  Known(const fs::path& configuration, const fs::path& target) {
    std::error_code error;
    if (!fs::exists(configuration, error)) return;
    for (const model::Feed& feed : settings::load(configuration).settings.feeds) {
      addresses_.insert(feed.address);
      ids_.insert(feed.id);
    }
    if (!fs::exists(target, error)) return;
    for (const model::Feed& feed : settings::load(target).settings.feeds) {
      addresses_.erase(feed.address);
      ids_.erase(feed.id);
    }
  }

  [[nodiscard]] bool has_address(const std::string& address) const {
    return addresses_.contains(address);
  }
  /// Nobody else's from now on; false if it is taken.
  bool claim(const std::string& id) { return ids_.insert(id).second; }

 private:
  std::unordered_set<std::string> addresses_;
  std::unordered_set<std::string> ids_;
};

/// A new file with the rights of the configuration it belongs to, all of it on the disk.
base::Status write_new(const fs::path& file, const std::string& text, const fs::path& like) {
  const auto trouble = [&] {
    return base::fail(base::Cause::unavailable,
                      file.string() + ": " + std::generic_category().message(errno));
  };
  const base::Fd out(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, private_file));
  if (!out.open()) return trouble();
  for (std::size_t at = 0; at < text.size();) {
    const ::ssize_t count = ::write(out.get(), text.data() + at, text.size() - at);
    if (count < 0 && errno != EINTR) return trouble();
    at += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  struct stat rights {};
  if (::stat(like.c_str(), &rights) == 0) {
    // The group matters where the daemon runs as another user; only some may give it.
    const bool same_group = ::fchown(out.get(), static_cast<::uid_t>(-1), rights.st_gid) == 0;
    (void)::fchmod(out.get(), rights.st_mode & (same_group ? 0666U : 0606U));
  }
  return ::fsync(out.get()) == 0 ? base::Status() : trouble();
}

/// The last step, whole or not at all.
base::Status put_in_place(const fs::path& fresh, const fs::path& target, bool force) {
  const int failed_to =
      force ? ::rename(fresh.c_str(), target.c_str()) : ::link(fresh.c_str(), target.c_str());
  if (failed_to == 0) return {};
  return base::fail(base::Cause::unavailable,
                    target.string() + ": " + std::generic_category().message(errno));
}

/// A file that vanishes unless it was renamed.
struct Scratch {
  explicit Scratch(fs::path where) : path(std::move(where)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() { (void)::unlink(path.c_str()); }  // gone already after a rename
  fs::path path;
};

std::string words_of(const std::vector<settings::Problem>& problems) {
  std::string message = "the configuration would refuse this list";
  for (std::size_t n = 0; n < std::min(problems.size(), most_problems_told); ++n) {
    message += "\n" + problems[n].message;
  }
  return message;
}

base::Status write_list(const fs::path& target,
                        const std::string& yaml,
                        const fs::path& configuration,
                        bool force) {
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error) {
    return base::fail(base::Cause::unavailable,
                      target.parent_path().string() + ": " + base::lower_ascii(error.message()));
  }
  const Scratch scratch(target.string() + ".new-" + std::to_string(::getpid()));
  if (auto written = write_new(scratch.path, yaml, configuration); !written) return written;
  const auto problems = settings::load(scratch.path).problems();
  if (!problems.empty()) return base::fail(base::Cause::invalid, words_of(problems));
  return put_in_place(scratch.path, target, force);
}

struct Sorted {
  fs::path target;
  std::vector<feed::ListedFeed> fresh;
  std::size_t known = 0;
  std::size_t renamed = 0;  ///< whose id is taken
};

Sorted sort_out(const feed::FeedList& list, const fs::path& configuration, fs::path target) {
  Sorted outcome;
  Known known(configuration, target);
  for (feed::ListedFeed listed : list.feeds) {
    if (known.has_address(listed.feed.address)) {
      ++outcome.known;
      continue;
    }
    if (!listed.feed.id.empty() && !known.claim(listed.feed.id)) {
      listed.feed.id.clear();
      ++outcome.renamed;
    }
    outcome.fresh.push_back(std::move(listed));
  }
  outcome.target = std::move(target);
  return outcome;
}

/// Whether the daemon will read what was written.
bool is_included(const Sorted& outcome, const fs::path& configuration) {
  if (outcome.fresh.empty()) return true;
  const std::string& first = outcome.fresh.front().feed.address;
  const auto& feeds = settings::load(configuration).settings.feeds;
  return std::any_of(
      feeds.begin(), feeds.end(), [&](const model::Feed& feed) { return feed.address == first; });
}

void print_outcome(const Common& common,
                   const Sorted& outcome,
                   const feed::FeedList& list,
                   const Terminal& terminal) {
  if (common.json) {
    boost::json::object said{{"file", boost::json::value()},
                             {"feeds", outcome.fresh.size()},
                             {"known", outcome.known},
                             {"refused", list.refused},
                             {"refusals", boost::json::value_from(list.refusals)}};
    if (!outcome.fresh.empty()) said["file"] = outcome.target.string();
    terminal.out << boost::json::serialize(said) << '\n';
    return;
  }
  if (outcome.fresh.empty()) {
    terminal.out << "nothing new, and nothing written";
  } else {
    terminal.out << base::printable(outcome.target.string()) << ": "
                 << base::count_of(outcome.fresh.size(), "feed");
  }
  if (outcome.known > 0) {
    terminal.out << "; " << base::count_of(outcome.known, "feed")
                 << (outcome.known == 1 ? " was" : " were") << " in the configuration already";
  }
  if (outcome.renamed > 0) {
    terminal.out << "; " << base::count_of(outcome.renamed, "id")
                 << (outcome.renamed == 1 ? " was" : " were") << " taken and left out";
  }
  terminal.out << '\n';
}

int tell_refusals(const feed::FeedList& list, const Terminal& terminal) {
  if (list.refused == 0) return done;
  std::string message = base::count_of(list.refused, "feed") + " of the list refused";
  for (const std::string& sentence : list.refusals) {
    message += "\n" + sentence;
  }
  if (list.refusals.size() < list.refused) message += "\n…";
  return complain(terminal, message, partly);
}

}  // namespace

int import_opml(const Common& common, const ImportOptions& options, const Terminal& terminal) {
  const std::string name = options.name.empty() ? name_after(options.file) : options.name;
  if (!is_list_name(name)) {
    return complain(
        terminal, "--name must be 1 to 64 of A-Z a-z 0-9 . _ and -, the first no full stop", usage);
  }
  const auto bytes = list_bytes(options.file);
  if (!bytes) return complain(terminal, bytes.error().in(options.file).message, usage);
  const auto list = feed::read_opml(*bytes);
  if (!list) return complain(terminal, list.error().in(options.file).message, usage);

  const fs::path configuration = base::config_file(common.config);
  const fs::path target = configuration.parent_path() / "feeds.d" / (name + ".yaml");
  std::error_code error;
  if (!options.force && fs::exists(fs::symlink_status(target, error))) {
    return complain(
        terminal,
        target.string() + " is there already; --name gives another, --force replaces it",
        failed);
  }
  const Sorted outcome = sort_out(*list, configuration, target);
  if (!outcome.fresh.empty()) {
    std::string yaml = "# Written by `newswatch import`.\nfeeds:\n";
    for (const feed::ListedFeed& listed : outcome.fresh) {
      yaml += feed_as_yaml(listed);
    }
    if (auto written = write_list(target, yaml, configuration, options.force); !written) {
      return complain(terminal, written.error().message, failed);
    }
  }
  print_outcome(common, outcome, *list, terminal);
  if (!is_included(outcome, configuration)) {
    terminal.err << "newswatch: " << base::printable(configuration.string())
                 << " does not read it yet; write into it: include: [feeds.d/*.yaml]\n";
  }
  return tell_refusals(*list, terminal);
}

}  // namespace cli
