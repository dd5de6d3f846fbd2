#include "settings/load.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <tuple>
#include <utility>

#include <fnmatch.h>
#include <sys/un.h>

#include "base/text.h"
#include "settings/document.h"
#include "settings/gathering.h"
#include "settings/words.h"

namespace settings {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_include_depth = 8;
constexpr std::array<std::string_view, 5> main_keys{"store", "keep", "language", "contact", "api"};

bool is_pattern(const std::string& text) {
  return text.find_first_of("*?[") != std::string::npos;
}

/// Reads the files, the main one first, into one Gathering.
class Loader final {
 public:
  explicit Loader(std::shared_ptr<Problems> problems) : problems_(std::move(problems)) {}

  Settings load(const fs::path& file) {
    all_.settings.file = fs::absolute(file).lexically_normal();
    const auto document = read_document(file, base::printable(file.string()), problems_);
    if (document == nullptr) return std::move(all_.settings);
    if (document->root == nullptr || document->root->kind == Section::Value::Kind::none) {
      say({document->name, 0, 0},
          "there is nothing in this file; it needs `feeds`, `watches` and `channels`");
      return std::move(all_.settings);
    }
    read_file(document, file, Origin::main, {});
    if (document->root->kind == Section::Value::Kind::mapping) {
      const Section root(std::shared_ptr<const Section::Value>(document, document->root));
      name_feeds(all_);
      check_channel_uses(root, all_);
    }
    return std::move(all_.settings);
  }

 private:
  void say(const Place& place, std::string message) {
    report(*problems_, {place, std::move(message)});
  }

  /// `above` are the files that led here, the nearest last.
  void read_file(const std::shared_ptr<const Document>& document,
                 const fs::path& file,
                 Origin origin,
                 std::vector<fs::path> above) {
    if (document->root == nullptr || document->root->kind == Section::Value::Kind::none) return;
    const Section root(std::shared_ptr<const Section::Value>(document, document->root));
    if (document->root->kind != Section::Value::Kind::mapping) {
      say(root.place(),
          "a configuration begins with keys such as `feeds:`, not with a list or a text");
      return;
    }
    if (origin == Origin::main) {
      read_main_keys(root);
    } else {
      refuse_main_keys(root);
    }
    read_feeds(root, origin, all_);
    read_hosts(root, all_);
    read_watches(root, all_);
    read_channels(root, origin, all_);
    const std::vector<Located> includes = root.list("include");
    root.finish();
    std::error_code ignored;  // a path that cannot be resolved is compared as it is
    const fs::path real = fs::weakly_canonical(file, ignored);
    included_.try_emplace(real.string(), Place{document->name, 0, 0});
    above.push_back(real);
    for (const Located& include : includes) {
      follow(include, document->folder, above);
    }
  }

  void read_main_keys(const Section& root) {
    if (const auto store = root.text("store")) read_store(root, *store);
    if (const auto keep = root.span("keep", shortest_keep, longest_keep))
      all_.settings.keep = *keep;
    all_.settings.language = read_language(root);
    all_.settings.contact = root.text("contact").value_or("");
    const auto api = root.section("api");
    if (!api) return;
    if (const auto socket = api->text("socket")) read_socket(*api, *socket);
    api->finish();
  }

  void read_store(const Section& root, const std::string& store) {
    if (store.find("://") != std::string::npos) {
      root.problem(root.place_of("store"),
                   "a database server is not there yet; `store` is the path of a SQLite file");
    } else {
      all_.settings.store = store;
    }
  }

  void read_socket(const Section& api, const std::string& socket) {
    const Place place = api.place_of("socket");
    if (!socket.starts_with('/')) {
      api.problem(place, "`socket` must be a whole path, beginning with /");
    } else if (socket.size() >= sizeof(sockaddr_un::sun_path)) {
      api.problem(place,
                  "`socket` is too long: the system takes " +
                      std::to_string(sizeof(sockaddr_un::sun_path) - 1) + " bytes");
    } else {
      all_.settings.socket = socket;
    }
  }

  void refuse_main_keys(const Section& root) {
    for (const std::string_view key : main_keys) {
      if (!root.has(key)) continue;
      root.problem(
          root.place_of(key),
          "`" + std::string(key) + "` is taken from the main configuration only; write it there");
    }
  }

  void follow(const Located& include, const fs::path& folder, const std::vector<fs::path>& above) {
    if (above.size() > max_include_depth) {
      say(include.place,
          "files include one another more than " + std::to_string(max_include_depth) + " deep");
      return;
    }
    const fs::path written = folder / include.text;
    if (include.text.empty() || include.text.starts_with('~')) {
      say(include.place,
          "`include` takes paths of files, such as feeds.d/*.yaml; ~ is not understood");
    } else if (!is_pattern(include.text)) {
      follow_file(include, written, above);
    } else if (is_pattern(written.parent_path().lexically_relative(folder).string())) {
      say(include.place, "* and ? may stand in the last part of an include only");
    } else {
      for (const fs::path& file : matching(include, written))
        follow_file(include, file, above);
    }
  }

  /// Files of the folder that fit the pattern, by name; a folder that is not there has none.
  std::vector<fs::path> matching(const Located& include, const fs::path& pattern) {
    std::vector<fs::path> found;
    std::error_code error;
    fs::directory_iterator entries(pattern.parent_path(), error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      const std::string name = entries->path().filename().string();
      if (::fnmatch(pattern.filename().c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
      found.push_back(entries->path());
      if (found.size() > max_files) break;  // told by follow_file
    }
    if (error && error != std::errc::no_such_file_or_directory) {
      say(include.place,
          base::printable(pattern.parent_path().string()) +
              " cannot be read: " + base::lower_ascii(error.message()));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void follow_file(const Located& include,
                   const fs::path& file,
                   const std::vector<fs::path>& above) {
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    const std::string shown = shown_path(include, file);
    if (error) {
      say(include.place, shown + " cannot be included: " + base::lower_ascii(error.message()));
      return;
    }
    if (std::find(above.begin(), above.end(), real) != above.end()) {
      say(include.place,
          shown + " includes itself" + (real == above.back() ? "" : ", through other files"));
      return;
    }
    const auto [first, fresh] = included_.try_emplace(real.string(), include.place);
    if (!fresh) {
      say(include.place, shown + " is included already, at " + first->second.str());
      return;
    }
    if (included_.size() > max_files + 1) {
      if (!std::exchange(too_many_told_, true)) {
        say(include.place, "more than " + std::to_string(max_files) + " files are included");
      }
      return;
    }
    if (const auto document = read_document(real, shown, problems_)) {
      read_file(document, real, Origin::included, above);
    }
  }

  /// As the user would name it: beside the file that includes it.
  static std::string shown_path(const Located& include, const fs::path& file) {
    const fs::path written(include.text);
    const fs::path beside =
        written.is_absolute() ? written.parent_path()
                              : fs::path(include.place.file).parent_path() / written.parent_path();
    return base::printable((beside / file.filename()).lexically_normal().string());
  }

  std::shared_ptr<Problems> problems_;
  Gathering all_;
  Seen included_;  ///< by real path, with the place that named it first
  bool too_many_told_ = false;
};

}  // namespace

std::vector<Problem> Loaded::problems() const {
  std::vector<Problem> sorted = *problems_;
  const auto key = [](const Problem& problem) {
    return std::tie(problem.place.file, problem.place.line, problem.place.column, problem.message);
  };
  std::sort(sorted.begin(), sorted.end(), [&](const Problem& a, const Problem& b) {
    return key(a) < key(b);
  });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

Loaded load(const std::filesystem::path& file) {
  Loaded loaded;
  loaded.problems_ = std::make_shared<std::vector<Problem>>();
  loaded.settings = Loader(loaded.problems_).load(file);
  return loaded;
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

bool first_of(Seen& seen, const Section& section, const Located& name, const std::string& what) {
  const auto [first, fresh] = seen.try_emplace(name.text, name.place);
  if (!fresh) section.problem(name.place, what + " is already at " + first->second.str());
  return fresh;
}

}  // namespace settings
