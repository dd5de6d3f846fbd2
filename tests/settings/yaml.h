// A configuration written into a test, as a Section or as what is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "settings/document.h"
#include "settings/load.h"
#include "support/temp_dir.h"

namespace yaml {

/// A file "test.yaml" of its own.
class File final {
 public:
  explicit File(std::string_view text)
      : path_(folder_.write("test.yaml", text)),
        document_(settings::read_document(path_, "test.yaml", problems_)) {}

  [[nodiscard]] bool readable() const { return document_ != nullptr; }
  [[nodiscard]] settings::Section root() const {
    return settings::Section(
        std::shared_ptr<const settings::Section::Value>(document_, document_->root));
  }
  [[nodiscard]] std::vector<std::string> problems() const {
    std::vector<std::string> all;
    for (const settings::Problem& problem : *problems_)
      all.push_back(problem.str());
    return all;
  }
  [[nodiscard]] const support::TempDir& folder() const { return folder_; }

 private:
  support::TempDir folder_;
  std::filesystem::path path_;
  std::shared_ptr<settings::Problems> problems_ = std::make_shared<settings::Problems>();
  std::shared_ptr<const settings::Document> document_;
};

/// What load says of this file alone, without the folder it is in.
[[nodiscard]] inline std::vector<std::string> problems_of(const std::filesystem::path& file) {
  std::vector<std::string> all;
  const std::string prefix = file.parent_path().string() + "/";
  for (const settings::Problem& problem : settings::load(file).problems()) {
    std::string text = problem.str();
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    all.push_back(std::move(text));
  }
  return all;
}

}  // namespace yaml
