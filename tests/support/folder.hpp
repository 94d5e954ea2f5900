// A folder of a test's own, removed when the test ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace entente::test {

class Folder {
public:
    Folder()
        : path_((std::filesystem::temp_directory_path() / ("entente-test-" + std::to_string(getpid()) + "-" + std::to_string(++count)))
                    .string()) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }

private:
    static inline int count = 0;
    std::string path_;
};

}  // namespace entente::test
