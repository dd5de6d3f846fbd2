// The channel `atom`: the newest alerts as a file any feed reader takes. The file is replaced
// whole, so a reader that comes in between sees the old one or the new one.
#include "alert/atom.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/text.h"
#include "channel/sending.h"
#include "channel/types.h"
#include "channel/writing.h"

namespace channel {
namespace {

constexpr mode_t readable_by_all = 0644;

base::Error failure(const std::filesystem::path& path, const char* doing) {
  return base::Error{base::Cause::unavailable, system_words(errno)}.in(std::string(doing) + " " +
                                                                       path.string());
}

// A rename is only as durable as the folder it happened in.
base::Status sync_folder(const std::filesystem::path& folder) {
  const base::Fd descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.open() || fsync(descriptor.get()) != 0) {
    return base::fail(failure(folder, "syncing"));
  }
  return {};
}

base::Status write_new(const std::filesystem::path& fresh,
                       std::string_view bytes,
                       base::SteadyPoint deadline) {
  // One daemon writes here at a time, so the name may be fixed, and a crash leaves no more than one
  // behind.
  (void)unlink(fresh.c_str());  // of such a crash; O_EXCL tells if it could not be removed
  const base::Fd file(
      open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, readable_by_all));
  if (!file.open() || fchmod(file.get(), readable_by_all) != 0) {
    return base::fail(failure(fresh, "creating"));
  }
  if (const auto written = write_all(file.get(), bytes, deadline); !written) {
    return base::fail(written.error().in("writing " + fresh.string()));
  }
  if (fsync(file.get()) != 0) return base::fail(failure(fresh, "syncing"));
  return {};
}

base::Status replace(const std::filesystem::path& path,
                     std::string_view bytes,
                     base::SteadyPoint deadline) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  if (auto written = write_new(fresh, bytes, deadline); !written) {
    (void)unlink(fresh.c_str());  // half a file is of no use to anybody
    return written;
  }
  if (rename(fresh.c_str(), path.c_str()) != 0) {
    auto error = failure(path, "replacing");
    (void)unlink(fresh.c_str());  // as above
    return base::fail(std::move(error));
  }
  return sync_folder(path.parent_path());
}

bool holds(const std::vector<model::Alert>& alerts, const model::Alert& alert) {
  return std::any_of(alerts.begin(), alerts.end(), [&alert](const model::Alert& other) {
    return other.id == alert.id;
  });
}

class AtomChannel final : public Channel {
 public:
  AtomChannel(std::filesystem::path path,
              alert::AtomHead head,
              std::function<std::vector<model::Alert>(std::size_t)> recent)
      : path_(std::move(path)), head_(std::move(head)), recent_(std::move(recent)) {}

  std::vector<Verdict> send(std::span<const model::Message> messages,
                            base::SteadyPoint deadline) override {
    if (messages.empty()) return {};
    if (time_left(deadline, std::chrono::hours(1)).count() == 0) {
      return {messages.size(), out_of_time()};
    }
    const auto written = replace(path_, alert::to_atom(head_, shown(messages)), deadline);
    return {messages.size(), written ? sent() : later(written.error().message)};
  }

 private:
  // What the store remembers, and what is being sent, should the store not count it in yet.
  [[nodiscard]] std::vector<model::Alert> shown(std::span<const model::Message> messages) const {
    std::vector<model::Alert> alerts;
    if (recent_) alerts = recent_(alert::atom_entries);
    for (const model::Message& message : messages) {
      for (const model::Alert& alert : message.alerts) {
        if (!holds(alerts, alert)) alerts.push_back(alert);
      }
    }
    std::stable_sort(alerts.begin(), alerts.end(), [](const auto& a, const auto& b) {
      return a.created > b.created;
    });
    return alerts;
  }

  const std::filesystem::path path_;
  const alert::AtomHead head_;
  const std::function<std::vector<model::Alert>(std::size_t)> recent_;
};

}  // namespace

std::unique_ptr<Channel> make_atom(const settings::Section& section, const Surroundings& around) {
  const std::size_t before = section.problem_count();
  const std::filesystem::path path = section.required_text("path");
  const std::string title = section.text("title").value_or("");
  if (section.has("path") && !path.has_filename()) {
    section.problem(section.place_of("path"), "`path` must name a file, not a folder");
  }
  section.finish();
  if (section.problem_count() > before) return nullptr;
  return std::make_unique<AtomChannel>(around.state_directory / path,
                                       alert::atom_head(around.host_name, around.name, title),
                                       around.recent_alerts);
}

}  // namespace channel
