// One writer a folder: a file in it names the process that writes there, and is given back when that process is done.
#pragma once

#include <string>

namespace entente {

// The lock is the system's on an open file, which ends with its process however that ends; the file's text says whose it is, for
// messages and for file systems that know no locks or keep them to one machine.
class FolderLock {
public:
    // Throws Failure, naming the process, where another one writes there. What a process that is gone has left is taken over.
    explicit FolderLock(std::string folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;

    const std::string& folder() const { return folder_; }

private:
    std::string folder_, path_;
    int descriptor_ = -1;
};

// What a lock's text says of a process, and whether that one is still there.
struct LockOwner {
    std::string host, boot;
    long long process = 0, started = 0;  // in the system's ticks since its start

    static LockOwner self();
    // All zero where the text is no lock's.
    static LockOwner read(const std::string& text);
    std::string text() const;
    bool here() const;
    // Whether the process that it names runs on this machine: not one that has been given its number since.
    bool lives() const;
};

}  // namespace entente
